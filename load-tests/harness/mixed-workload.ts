/** A workload of people who look around, book, pay and cancel: what `mixed` and `rolling` have in common. */
import { findBroken } from "./invariants.js";
import { load } from "./load.js";
import type { Load } from "./load.js";
import { listRooms, prepareTenants, writeRooms } from "./prepare.js";
import type { RunContext } from "./scenario.js";
import { settled } from "./settling.js";
import { heldOrBroken, resultOf } from "./result.js";
import { countOf, rounded } from "./summary.js";
import type { Summary } from "./summary.js";

export interface MixedWorkload {
  /** People a second. */
  readonly rate: number;
  readonly warmUpSeconds: number;
  /** After the warm-up. */
  readonly seconds: number;
  /** How long people come again where they are asked to, in seconds. */
  readonly patienceSeconds?: number;
}

/** 40 of 100 who come want to book: enough rooms for all of them, also when they crowd a little. */
const KINDS = 20;
const roomsFor = (journeys: number): number =>
  Math.ceil((0.6 * journeys) / KINDS);

/** How many journeys ended how. */
const journeysOf = (summary: Summary) => ({
  browsed: countOf(summary, "journeys_browsed"),
  paid: countOf(summary, "journeys_paid"),
  cancelled: countOf(summary, "journeys_cancelled"),
  left: countOf(summary, "journeys_left"),
});

/** Signs people in and lists rooms for them; what k6 needs to know of it. */
async function prepare(context: RunContext, workload: MixedWorkload) {
  const { rate, warmUpSeconds, seconds, patienceSeconds = 0 } = workload;
  const lasts = warmUpSeconds + seconds;
  const tokensFile = await prepareTenants(context, lasts);
  const quantity = roomsFor(rate * lasts);
  const offer = { title: "A house of many rooms", kinds: KINDS, quantity };
  const roomIds = await listRooms(context, offer);
  const env = {
    TOKENS_FILE: tokensFile,
    ROOMS_FILE: await writeRooms(context, roomIds),
    RATE: String(rate),
    SECONDS: String(seconds),
    WARM_UP_SECONDS: String(warmUpSeconds),
    PATIENCE_SECONDS: String(patienceSeconds),
  };
  return { roomIds, quantity, env };
}

/**
 * Lets people come, waits until all that they began has ended, and asks the database.
 * @param meanwhile what is done while k6 runs, given how it ends
 */
export async function runMixedWorkload<Done>(
  context: RunContext,
  workload: MixedWorkload,
  meanwhile: (loading: Promise<Load>) => Promise<Done>,
) {
  const { roomIds, quantity, env } = await prepare(context, workload);
  context.say(
    `k6: ${workload.rate} people a second come and do what people do`,
  );
  const loading = load(context, "mixed", env);
  const [loaded, done] = await Promise.all([loading, meanwhile(loading)]);
  context.say(
    "waiting until what was paid is booked and what was cancelled is",
  );
  const journeys = journeysOf(loaded.summary);
  const settling = await settled(context.stack, roomIds, journeys);
  const granted = countOf(loaded.summary, "bookings_granted");
  const broken = await findBroken(context.stack, roomIds, {
    quantity,
    granted,
  });
  return {
    ...loaded,
    done,
    journeys,
    settledInSeconds: rounded(settling.seconds),
    isSettled: settling.unsettled.length === 0,
    broken: [...settling.unsettled, ...broken],
  };
}

/** What a workload came to, in figures. */
export const mixedResult = (
  scenario: string,
  { rate, seconds }: MixedWorkload,
  spent: Omit<Awaited<ReturnType<typeof runMixedWorkload>>, "done">,
) => ({
  ...resultOf(scenario, spent.summary, heldOrBroken(spent.broken), {
    part: "scenario:mixed",
    seconds,
    requests: 0,
  }),
  errors: countOf(spent.summary, "bookings_wrong"),
  rate,
  seconds,
  journeys: spent.journeys,
  settledInSeconds: spent.settledInSeconds,
});

/** What people did, in words. */
export const describeMixed = (spent: {
  readonly journeys: ReturnType<typeof journeysOf>;
  readonly settledInSeconds: number;
  readonly isSettled: boolean;
}): string => {
  const { browsed, paid, cancelled, left } = spent.journeys;
  return (
    `the warm-up included, ${browsed} looked around, ${paid} paid, ${cancelled} cancelled, ${left} left it at booking.\n` +
    `${spent.settledInSeconds} s after the last request ${spent.isSettled ? "all of it had" : "not all of it had"} come to its end.`
  );
};
