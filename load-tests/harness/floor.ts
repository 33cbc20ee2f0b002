import type { Streamed } from "./arrivals.js";
import { findBroken } from "./invariants.js";
import { load } from "./load.js";
import { listRooms, prepareTenants, writeRooms } from "./prepare.js";
import { heldOrBroken, lostIn, resultOf } from "./result.js";
import type { RunContext, Scenario, Verdict } from "./scenario.js";
import { countOf, rounded, within } from "./summary.js";
import type { Summary } from "./summary.js";
import { medianRatio } from "./turns.js";
import type { Pair } from "./turns.js";
import { verdictOf } from "./verdict.js";

const PAIRS = 5;
const VUS = 64;
const LEFT = 10;

/** A booking may cost so much more than nothing: its rate is at least this share of nothing's. */
const LEAST_RATIO = 0.85;

/** The rates of the pairs that count: the first, which has number 0, warms up. */
const pairsOf = (summary: Summary, seconds: number): Pair[] =>
  Array.from({ length: PAIRS }, (_, index) => {
    const rate = (kind: string) =>
      countOf(summary, within("http_reqs", `scenario:${kind}_${index + 1}`)) /
      seconds;
    return { floor: rate("floor"), bookings: rate("bookings") };
  });

/** Lists a room a pair, takes the turns and asks the database. */
async function turns(context: RunContext, seconds: number): Promise<Streamed> {
  const tokensFile = await prepareTenants(
    context,
    2 * (PAIRS + 1) * (seconds + 1),
  );
  const offer = { title: "A room a turn", kinds: PAIRS + 1, quantity: LEFT };
  const roomIds = await listRooms(context, offer);
  context.say(`k6: turns of nothing and of bookings, ${seconds} s each`);
  const loaded = await load(context, "floor", {
    TOKENS_FILE: tokensFile,
    ROOMS_FILE: await writeRooms(context, roomIds),
    PAIRS: String(PAIRS),
    SECONDS: String(seconds),
    VUS: String(VUS),
  });
  const broken = await findBroken(context.stack, roomIds, {
    quantity: LEFT,
    granted: countOf(loaded.summary, "bookings_granted"),
    soldOut: true,
  });
  return { ...loaded, broken };
}

const told = (pairs: readonly Pair[]): string =>
  pairs
    .map(
      ({ floor, bookings }) =>
        `${floor.toFixed(0)} no-ops, ${bookings.toFixed(0)} bookings: ${(bookings / floor).toFixed(3)}`,
    )
    .join("\n");

async function run(context: RunContext): Promise<Verdict> {
  const { seconds = 8 } = context.asked;
  const taken = await turns(context, seconds);
  const { summary, broken } = taken;
  const pairs = pairsOf(summary, seconds);
  const floorRatio = medianRatio(pairs);
  const count = (metric: string) => countOf(summary, metric);
  const result = {
    ...resultOf("floor", summary, heldOrBroken(broken), {
      part: "turns:floor",
      seconds: PAIRS * seconds,
      requests: 0,
    }),
    granted: count("bookings_granted{turns:bookings}"),
    refused: count("bookings_refused{turns:bookings}"),
    errors: count("bookings_wrong"),
    bookingsPerSecond: rounded(
      count("http_reqs{turns:bookings}") / (PAIRS * seconds),
    ),
    floorRatio,
    seconds,
  };
  return verdictOf({
    result,
    load: taken,
    broken,
    failures: [
      ...lostIn(result),
      ...(floorRatio >= LEAST_RATIO
        ? []
        : [
            `floorRatio is ${floorRatio}, and should be ${LEAST_RATIO} or more`,
          ]),
    ],
    notes: [
      `a second, turn by turn, with ${VUS} callers who each wait for their answer:\n${told(pairs)}`,
    ],
  });
}

/** What a contended booking costs beside an operation that passes the same doors and does nothing. */
export const floor: Scenario = {
  name: "floor",
  about: "contended bookings beside an operation that does nothing",
  takes: ["seconds"],
  run,
};
