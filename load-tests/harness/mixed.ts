import { findBroken } from "./invariants.js";
import { load } from "./load.js";
import { listRooms, prepareTenants, writeRooms } from "./prepare.js";
import { heldOrBroken, lostIn, resultOf } from "./result.js";
import type { Ground, Scenario, Verdict } from "./scenario.js";
import { settled } from "./settling.js";
import { countOf, rounded } from "./summary.js";
import type { Summary } from "./summary.js";
import { verdictOf } from "./verdict.js";

const WARM_UP_SECONDS = 20;

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

/** Lets people come, waits until all that they began has ended, and asks the database. */
async function evening(ground: Ground, rate: number, seconds: number) {
  const lasts = WARM_UP_SECONDS + seconds;
  const tokensFile = await prepareTenants(ground, lasts);
  const quantity = roomsFor(rate * lasts);
  const offer = { title: "A house of many rooms", kinds: KINDS, quantity };
  const roomIds = await listRooms(ground, offer);
  ground.say(`k6: ${rate} people a second come and do what people do`);
  const loaded = await load(ground, "mixed", {
    TOKENS_FILE: tokensFile,
    ROOMS_FILE: await writeRooms(ground, roomIds),
    RATE: String(rate),
    SECONDS: String(seconds),
    WARM_UP_SECONDS: String(WARM_UP_SECONDS),
  });
  ground.say("waiting until what was paid is booked and what was cancelled is");
  const journeys = journeysOf(loaded.summary);
  const settling = await settled(ground.stack, roomIds, journeys);
  const granted = countOf(loaded.summary, "bookings_granted");
  const broken = await findBroken(ground.stack, roomIds, { quantity, granted });
  return {
    ...loaded,
    journeys,
    settledInSeconds: rounded(settling.seconds),
    isSettled: settling.unsettled.length === 0,
    broken: [...settling.unsettled, ...broken],
  };
}

async function run(ground: Ground): Promise<Verdict> {
  const { rate = 20, seconds = 60 } = ground.asked;
  const spent = await evening(ground, rate, seconds);
  const { summary, broken, journeys, settledInSeconds } = spent;
  const result = {
    ...resultOf("mixed", summary, heldOrBroken(broken), {
      part: "scenario:mixed",
      seconds,
      requests: 0,
    }),
    errors: countOf(summary, "bookings_wrong"),
    rate,
    seconds,
    journeys,
    settledInSeconds,
  };
  const { browsed, paid, cancelled, left } = journeys;
  return verdictOf({
    result,
    load: spent,
    broken,
    failures: lostIn(result),
    notes: [
      `${rate} people a second; the warm-up included, ${browsed} looked around, ${paid} paid, ${cancelled} cancelled, ${left} left it at booking.\n` +
        `${settledInSeconds} s after the last request ${spent.isSettled ? "all of it had" : "not all of it had"} come to its end.`,
    ],
  });
}

/** What people do, each for themselves, and all of it comes to its end. */
export const mixed: Scenario = {
  name: "mixed",
  about: "people look around, book, pay and cancel",
  takes: ["rate", "seconds"],
  run,
};
