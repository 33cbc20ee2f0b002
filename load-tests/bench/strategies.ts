import type { DataSource, EntityManager } from "@rentezy/database";
import { appendToOutbox } from "@rentezy/events";
import { findBooking } from "../../services/booking/src/persistence/bookings.js";
import {
  grantRooms,
  lookAtAttempts,
  nameOf,
  type Attempt,
} from "../../services/booking/src/persistence/grants.js";
import { reservedEvent } from "../../services/booking/src/use-cases/booking-events.js";
import {
  createGrantTogether,
  type Grant,
  type Outcome,
} from "../../services/booking/src/use-cases/grant-together.js";
import { requestHashOf } from "../../services/booking/src/use-cases/request-hash.js";
import { startBookingSaga } from "../../services/booking/src/use-cases/saga-commands.js";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";

/** Ways to take a room from the stock, the textbook's and the one that is shipped. */
export const strategyNames = [
  "none",
  "pessimistic",
  "optimistic",
  "constraint",
  "statement",
  "shipped",
] as const;
export type StrategyName = (typeof strategyNames)[number];

/** Longest wait of an optimistic loser before it tries again, in milliseconds. */
const LONGEST_BACKOFF_MS = 20;

const CHECK_VIOLATION = "23514";

/** Another transaction was faster. */
class Lost extends Error {}

/** The strategies, each behind the same use case: only how the room is taken differs. */
export function createStrategies(
  dataSource: DataSource,
): Readonly<Record<StrategyName, Grant>> {
  return {
    none: inTransaction(dataSource, (manager, roomId, attempt) =>
      readThenWrite(manager, roomId, attempt, ""),
    ),
    pessimistic: inTransaction(dataSource, (manager, roomId, attempt) =>
      readThenWrite(manager, roomId, attempt, "FOR UPDATE"),
    ),
    optimistic: untilNotLost(inTransaction(dataSource, compareAndSet)),
    constraint: soldOutByConstraint(inTransaction(dataSource, decrement)),
    statement: oneStatement(dataSource),
    shipped: createGrantTogether({ dataSource, mostWaiting: 100_000 }),
  };
}

type Take = (
  manager: EntityManager,
  roomId: string,
  attempt: Attempt,
) => Promise<Outcome | undefined>;

/** Runs `take` in a transaction; where the key had been used before, answers what it made then. */
function inTransaction(dataSource: DataSource, take: Take): Grant {
  return async (roomId, attempt) => {
    const outcome = await dataSource.transaction((manager) =>
      take(manager, roomId, attempt),
    );
    return outcome ?? explain(dataSource, roomId, attempt);
  };
}

async function explain(
  dataSource: DataSource,
  roomId: string,
  attempt: Attempt,
): Promise<Outcome> {
  const seen = await lookAtAttempts(dataSource, roomId, [attempt]);
  const before = seen.earlier.get(nameOf(attempt));
  return before ? { kind: "repeated", ...before } : { kind: "sold-out" };
}

interface Stock {
  readonly available: number;
  readonly version: number;
}

async function readStock(
  manager: EntityManager,
  roomId: string,
  lock: "" | "FOR UPDATE",
): Promise<Stock | undefined> {
  const [stock] = await manager.query<Stock[]>(
    `SELECT available_quantity AS available, version FROM room_inventory
     WHERE room_id = $1 AND bookable ${lock}`,
    [roomId],
  );
  return stock;
}

/** Reads the stock and writes it back less one; without a lock, what others wrote meanwhile is lost. */
async function readThenWrite(
  manager: EntityManager,
  roomId: string,
  attempt: Attempt,
  lock: "" | "FOR UPDATE",
): Promise<Outcome | undefined> {
  const stock = await readStock(manager, roomId, lock);
  if (!stock) return { kind: "not-found" };
  if (stock.available === 0) return undefined;
  const bookingId = await insert(manager, roomId, attempt);
  if (bookingId === undefined) return undefined;
  await manager.query(
    "UPDATE room_inventory SET available_quantity = $2 WHERE room_id = $1",
    [roomId, stock.available - 1],
  );
  return announce(manager, bookingId);
}

async function compareAndSet(
  manager: EntityManager,
  roomId: string,
  attempt: Attempt,
): Promise<Outcome | undefined> {
  const stock = await readStock(manager, roomId, "");
  if (!stock) return { kind: "not-found" };
  if (stock.available === 0) return undefined;
  const bookingId = await insert(manager, roomId, attempt);
  if (bookingId === undefined) return undefined;
  const [, written] = await manager.query<[unknown, number]>(
    `UPDATE room_inventory SET available_quantity = available_quantity - 1, version = version + 1
     WHERE room_id = $1 AND version = $2`,
    [roomId, stock.version],
  );
  if (written === 0) throw new Lost();
  return announce(manager, bookingId);
}

/** Tries again after a random wait, so that losers do not meet again. */
function untilNotLost(grant: Grant): Grant {
  return async (roomId, attempt) => {
    for (;;) {
      try {
        return await grant(roomId, attempt);
      } catch (error) {
        if (!(error instanceof Lost)) throw error;
        await sleep(Math.random() * LONGEST_BACKOFF_MS);
      }
    }
  };
}

async function decrement(
  manager: EntityManager,
  roomId: string,
  attempt: Attempt,
): Promise<Outcome | undefined> {
  const bookingId = await insert(manager, roomId, attempt);
  if (bookingId === undefined) return undefined;
  await manager.query(
    "UPDATE room_inventory SET available_quantity = available_quantity - 1 WHERE room_id = $1",
    [roomId],
  );
  return announce(manager, bookingId);
}

function soldOutByConstraint(grant: Grant): Grant {
  return async (roomId, attempt) => {
    try {
      return await grant(roomId, attempt);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === CHECK_VIOLATION) return { kind: "sold-out" };
      throw error;
    }
  };
}

/** The shipped statement, for one request at a time. */
function oneStatement(dataSource: DataSource): Grant {
  return async (roomId, attempt) => {
    const { bookings } = await grantRooms(dataSource, roomId, [attempt]);
    const [booking] = bookings;
    return booking
      ? { kind: "granted", booking }
      : explain(dataSource, roomId, attempt);
  };
}

/** Writes the booking and answers its id; undefined when there is no such room or the key has been used before. */
async function insert(
  manager: EntityManager,
  roomId: string,
  attempt: Attempt,
): Promise<string | undefined> {
  const written = await manager.query<{ readonly id: string }[]>(
    `INSERT INTO booking (id, room_id, property_id, landlord_id, tenant_id, idempotency_key,
       request_hash, status, amount_paise, move_in_date, hold_expires_at)
     SELECT $1, room_id, property_id, landlord_id, $3, $4, $5, 'reserved', amount_paise, $6, $7
     FROM room_inventory WHERE room_id = $2 AND bookable
     ON CONFLICT ON CONSTRAINT booking_idempotency_key DO NOTHING RETURNING id`,
    [
      uuidv7(),
      roomId,
      attempt.tenantId,
      attempt.idempotencyKey,
      requestHashOf({ roomId, moveInDate: attempt.moveInDate }),
      attempt.moveInDate,
      attempt.holdExpiresAt,
    ],
  );
  return written[0]?.id;
}

/** Puts the event and the saga's start of a new booking in the outbox. */
async function announce(
  manager: EntityManager,
  bookingId: string,
): Promise<Outcome> {
  const booking = await findBooking(manager, bookingId);
  if (!booking) throw new Error(`booking ${bookingId} vanished`);
  const holdExpiresAt = booking.holdExpiresAt.toISOString();
  await appendToOutbox(manager, [
    reservedEvent(booking),
    startBookingSaga({ bookingId, holdExpiresAt }),
  ]);
  return { kind: "granted", booking };
}
