/**
 * Turns of requests that do nothing and turns of bookings that want one room: same way, same headers,
 * same bodies, same number of callers who each wait for their answer before they ask again.
 */
import { book, noOp } from "./lib/booking.js";
import {
  count,
  exported,
  measures,
  noneBusy,
  noneWrong,
} from "./lib/outcomes.js";
import { moveInDate, number, roomIds } from "./lib/settings.js";
import { nextToken } from "./lib/tenants.js";

const pairs = number("PAIRS", 5);
const seconds = number("SECONDS", 8);
const vus = number("VUS", 64);

/** Time for the last answers of a turn to come in. */
const PAUSE_SECONDS = 1;

const turn = (index, kind, pair) => ({
  executor: "constant-vus",
  vus,
  duration: `${seconds}s`,
  startTime: `${index * (seconds + PAUSE_SECONDS)}s`,
  gracefulStop: "70s",
  exec: kind,
  env: { PAIR: String(pair) },
  // The first of each warms up and is not counted.
  tags: { turns: pair === 0 ? "warmup" : kind },
});

const scenarios = {};
for (let pair = 0; pair <= pairs; pair += 1) {
  scenarios[`floor_${pair}`] = turn(2 * pair, "floor", pair);
  scenarios[`bookings_${pair}`] = turn(2 * pair + 1, "bookings", pair);
}

export const options = {
  scenarios,
  thresholds: {
    ...exported("turns:floor"),
    ...exported("turns:bookings"),
    ...Object.fromEntries(
      Object.keys(scenarios).map((name) => [
        `http_reqs{scenario:${name}}`,
        ["count>0"],
      ]),
    ),
    ...noneWrong,
    ...noneBusy,
  },
  ...measures,
};

const wish = () => ({ roomId: roomIds[Number(__ENV.PAIR)], moveInDate });

export function floor() {
  if (!noOp(nextToken(), wish())) count("error");
}

export function bookings() {
  count(book(nextToken(), wish()));
}
