/**
 * A thousand tenants want one of 300 rooms, and a booking process dies meanwhile. Whoever gets no
 * answer, or one that blames the server, asks again with the same key until there is one.
 */
import exec from "k6/execution";
import { sleep } from "k6";
import { Counter } from "k6/metrics";
import { complain, outcomeOf, send } from "./lib/booking.js";
import { count, measures } from "./lib/outcomes.js";
import { moveInDate, number, roomIds, tokens } from "./lib/settings.js";

const rooms = number("ROOMS", 300);
const PATIENCE_MS = 60_000;

const repeated = new Counter("bookings_repeated");

export const options = {
  scenarios: {
    crash: {
      executor: "per-vu-iterations",
      vus: tokens.length,
      iterations: 1,
      maxDuration: "3m",
    },
  },
  thresholds: {
    bookings_granted: [`count==${rooms}`],
    bookings_refused: [`count==${tokens.length - rooms}`],
    bookings_wrong: ["count==0"],
    // Otherwise the process died before the crowd came, or after it.
    bookings_repeated: ["count>0"],
  },
  ...measures,
};

const isNoAnswer = ({ status }) => status === 0 || status >= 500;

/** Sends until there is an answer, which is the last one where none comes in time; and how often again. */
function persist(token, wish) {
  const key = crypto.randomUUID();
  const deadline = Date.now() + PATIENCE_MS;
  let response = send(token, wish, key);
  let repeats = 0;
  while (isNoAnswer(response) && Date.now() < deadline) {
    // Not all at once, and not so often that the gateway takes a tenant for a flood.
    sleep(0.2 + Math.random() * 0.3);
    response = send(token, wish, key);
    repeats += 1;
  }
  repeated.add(repeats);
  return { response, repeats };
}

/** What became of it in the end; to be told to come again is no end. */
function verdictOn({ response, repeats }, wish) {
  if (isNoAnswer(response)) return "error";
  return outcomeOf(response, wish, repeats > 0);
}

const idIn = (body) => /"id":"([^"]+)"/.exec(body ?? "")?.[1];

export default function () {
  const tenant = exec.vu.idInTest - 1;
  const wish = { roomId: roomIds[0], moveInDate };
  const last = persist(tokens[tenant], wish);
  const { response } = last;
  const outcome = verdictOn(last, wish);
  count(outcome);
  if (outcome === "error") complain("a booking", response);
  const bookingId = outcome === "granted" ? idIn(response.body) : undefined;
  // The harness compares what callers were told, and when, with the database.
  console.log(JSON.stringify({ tenant, outcome, bookingId, at: Date.now() }));
}
