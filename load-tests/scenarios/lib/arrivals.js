/**
 * Wishes that come at a rate of their own, however slow the answers are. For a while everybody
 * wants the same room, then the next one: few of those who come get one, all others come too late.
 */
import exec from "k6/execution";
import { book } from "./booking.js";
import { count } from "./outcomes.js";
import { moveInDate, number, roomIds } from "./settings.js";
import { nextToken } from "./tenants.js";

/** How long a room is wanted before the next one is. */
const roomSeconds = number("ROOM_SECONDS", 0.5);

/** What may be answered within this, in milliseconds, is quick: 99 of 100 must be. */
export const QUICK_MS = 150;

/** k6's `setup`: what it returns is what each wish is given. */
export const begin = () => ({ begunAt: Date.now() });

/** From then on it counts, where the same virtual users warm up first. */
const countedFrom = number("WARM_UP_SECONDS", 0);

let isCounted = false;

/** The room of the moment. Each virtual user keeps it, because to read one of the shared ones is to parse it. */
const wanted = { turn: -1, roomId: "" };

/** One tenant after the other wants the room of the moment. */
export function wish({ begunAt }) {
  const second = (Date.now() - begunAt) / 1000;
  if (!isCounted && second >= countedFrom) {
    exec.vu.metrics.tags.phase = "counted";
    isCounted = true;
  }
  const turn = Math.min(Math.floor(second / roomSeconds), roomIds.length - 1);
  if (turn !== wanted.turn) {
    wanted.turn = turn;
    wanted.roomId = roomIds[turn];
  }
  count(book(nextToken(), { roomId: wanted.roomId, moveInDate }));
}

/** Longer than any request may take: none is cut off because its phase is over. */
const gracefulStop = "70s";

/**
 * So many arrivals a second for so long.
 * @param vus how many may wait for their answer at once; past that k6 drops arrivals
 */
export const constant = ({ rate, seconds, startSecond = 0, vus }) => ({
  executor: "constant-arrival-rate",
  rate,
  timeUnit: "1s",
  duration: `${seconds}s`,
  startTime: `${startSecond}s`,
  preAllocatedVUs: vus,
  gracefulStop,
});

/** From one rate to another, and on at that one. */
export const ramp = ({
  from,
  to,
  seconds,
  hold = 0,
  startSecond = 0,
  vus,
}) => ({
  executor: "ramping-arrival-rate",
  startRate: from,
  timeUnit: "1s",
  stages: [
    { target: to, duration: `${seconds}s` },
    { target: to, duration: `${hold}s` },
  ],
  startTime: `${startSecond}s`,
  preAllocatedVUs: vus,
  gracefulStop,
});

/** Enough to wait a third of a second for each answer. */
export const vusFor = (rate) => Math.max(50, Math.ceil(rate / 3));

/** What counts is answered, and quickly, and next to nothing of all that comes is dropped by k6. */
export const quick = (arrivals) => ({
  "http_req_duration{phase:counted}": [`p(99)<=${QUICK_MS}`],
  dropped_iterations: [`count<=${Math.floor(arrivals / 1000)}`],
});
