import type { DataSource } from "@rentezy/database";
import type { Logger } from "@rentezy/telemetry";
import type { Booking } from "../domain/booking.js";
import {
  isHopeless,
  isSilent,
  mayRest,
  neededSaga,
  nextStep,
  type Saga,
} from "../domain/saga-watch.js";
import { findBooking } from "../persistence/bookings.js";
import {
  claimWatched,
  forgetWatched,
  noteMended,
  noteOverdue,
  type Watched,
} from "../persistence/saga-watch.js";
import { startOf } from "./saga-commands.js";
import type { Sagas, SagaSteps } from "./sagas.js";

interface World {
  readonly dataSource: DataSource;
  readonly sagas: Sagas;
  /** What the sagas do, by the names of their steps. */
  readonly steps: SagaSteps;
  readonly logger: Logger;
  readonly now: () => Date;
}

/**
 * Bookings looked at side by side, and the most that are mended in a tick: sagas may be silent because there are
 * too many at once, and starting them anew in crowds would be more of the same.
 */
const BATCH = 32;

/** No new batch is begun after this long, in milliseconds. */
const BUDGET_MS = 20_000;

/**
 * Sees to it that every booking which needs a saga has one that goes on, and that no other has one. The engine
 * can lose a timer or a step's answer when its database goes away at the wrong moment; its instance then runs for
 * ever and does nothing. Such a one is ended, and another is started: each step asks the booking's row first.
 *
 * @returns how many bookings were looked at; one that cannot be helped now does not stop the others.
 */
export const createWatchSagas = (world: World) => async (): Promise<number> => {
  const { dataSource, now } = world;
  const deadline = performance.now() + BUDGET_MS;
  await noteOverdue(dataSource.manager, now());
  for (let looks = 0; ;) {
    const batch = await claimWatched(dataSource.manager, now(), BATCH);
    const wasWork = await Promise.all(batch.map((each) => look(world, each)));
    looks += batch.length;
    const isEnough = batch.length < BATCH || wasWork.includes(true);
    if (isEnough || performance.now() > deadline) return looks;
  }
};

/** How the sagas of a booking were found; `stuck` when they are not as they should be and could not be mended. */
type Found = "well" | "mended" | "stuck";

/** True when the engine was given work, or could not be asked about a saga that is needed. */
async function look(world: World, watched: Watched): Promise<boolean> {
  const { dataSource, logger, now } = world;
  const { bookingId } = watched;
  try {
    const booking = await findBooking(dataSource.manager, bookingId);
    if (!booking) return false;
    const needed = neededSaga(booking);
    const rests = mayRest(booking, now());
    const found = rests
      ? "well"
      : await mendOrStep(world, { booking, needed, watched });
    const isDone = found !== "stuck" || isHopeless(watched.notedAt, now());
    if (rests || (needed === undefined && isDone))
      await forgetWatched(dataSource.manager, watched);
    return found === "mended" || (found === "stuck" && needed !== undefined);
  } catch (error) {
    logger.warn({ err: error, bookingId }, "could not look after a booking");
    return true;
  }
}

/** A booking that is looked at, and the saga that it needs. */
interface Looked {
  readonly booking: Booking;
  readonly needed: Saga | undefined;
  readonly watched: Watched;
}

/**
 * The engine may be unable to tell of a saga, or to end it: killed at the wrong moment, it leaves histories that
 * it cannot read itself. No room stays held for that: the next step is done without it.
 */
async function mendOrStep(world: World, looked: Looked): Promise<Found> {
  const { booking, needed } = looked;
  try {
    return (await mend(world, looked)) ? "mended" : "well";
  } catch (error) {
    const { logger, steps, now } = world;
    const { id: bookingId } = booking;
    const step = needed && nextStep(booking, now());
    logger.warn({ err: error, bookingId, step }, "a saga cannot be mended");
    if (step) await steps[step]({ bookingId });
    return "stuck";
  }
}

/** Which sagas a booking can have had. */
const sagasOf = ({ status }: Booking): readonly Saga[] =>
  status === "refunding" || status === "refunded"
    ? ["booking-saga", "refund-saga"]
    : ["booking-saga"];

/** Answers whether there was anything to mend. Throws when the engine cannot tell, or does not do as it is told. */
async function mend(
  { dataSource, sagas, logger, now }: World,
  { booking, needed, watched }: Looked,
): Promise<boolean> {
  let mended = false;
  for (const saga of sagasOf(booking)) {
    const start = startOf(saga, booking);
    const lastStepAt = await sagas.lastStepAt(start.instanceId);
    const isNeeded = saga === needed;
    const isWell = isNeeded
      ? lastStepAt !== undefined &&
        !isSilent(lastStepAt, booking, now(), watched.mendedAt)
      : lastStepAt === undefined;
    if (isWell) continue;
    const { id: bookingId, status } = booking;
    logger.warn({ bookingId, status, saga, lastStepAt }, "a saga is mended");
    if (lastStepAt) await sagas.end(start.instanceId);
    if (isNeeded) {
      await sagas.start(start);
      await noteMended(dataSource.manager, watched, now());
    }
    mended = true;
  }
  return mended;
}
