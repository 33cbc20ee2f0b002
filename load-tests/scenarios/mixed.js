/**
 * What people do: most look around; of those who book, half pay, a quarter think
 * better of it and a quarter leave it at that. Nobody pauses to think: it is the work that is wanted.
 */
import http from "k6/http";
import { Counter } from "k6/metrics";
import { ramp, constant } from "./lib/arrivals.js";
import { complain, reserve } from "./lib/booking.js";
import {
  count,
  exported,
  measures,
  noneBusy,
  noneWrong,
} from "./lib/outcomes.js";
import { insist } from "./lib/patience.js";
import { lookAround, lookAtRoom, openCheckout, payAt } from "./lib/people.js";
import { baseUrl, moveInDate, number, roomIds } from "./lib/settings.js";
import { nextToken } from "./lib/tenants.js";

const rate = number("RATE", 20);
const seconds = number("SECONDS", 60);
const warmUpSeconds = number("WARM_UP_SECONDS", 20);

/**
 * A page to pay on may take a while to open: ten seconds of journeys at once, and two more requests of each may be
 * repeated for as long as people are patient.
 */
const vus = (10 + 2 * number("PATIENCE_SECONDS", 0)) * rate;

const journeys = {
  browsed: new Counter("journeys_browsed"),
  paid: new Counter("journeys_paid"),
  cancelled: new Counter("journeys_cancelled"),
  left: new Counter("journeys_left"),
};

/** What becomes of a hundred who come. */
const BROWSING = 60;
const PAYING = 20;
const CANCELLING = 10;

export const options = {
  scenarios: {
    warmup: ramp({
      from: 1,
      to: rate,
      seconds: warmUpSeconds,
      vus,
    }),
    mixed: constant({
      rate,
      seconds,
      startSecond: warmUpSeconds,
      vus,
    }),
  },
  thresholds: {
    ...exported("scenario:mixed"),
    ...noneWrong,
    ...noneBusy,
    "dropped_iterations{scenario:mixed}": ["count==0"],
  },
  ...measures,
};

function cancel(token, bookingId) {
  const url = `${baseUrl}/api/booking/bookings/${bookingId}/cancel`;
  const response = insist(() =>
    http.post(url, null, { headers: { authorization: `Bearer ${token}` } }),
  );
  if (response.status === 200 || response.status === 202) return true;
  complain("a cancellation", response);
  return false;
}

/** Goes on with a booking that was granted; the name of how it ended, undefined when something was wrong. */
function goOn(token, bookingId, chance) {
  if (chance >= PAYING + CANCELLING) return "left";
  const url = openCheckout(token, bookingId);
  if (url === undefined) return undefined;
  if (chance < PAYING) return payAt(url) ? "paid" : undefined;
  return cancel(token, bookingId) ? "cancelled" : undefined;
}

function bookOne(token, chance) {
  const roomId = roomIds[Math.floor(Math.random() * roomIds.length)];
  if (!lookAtRoom(roomId)) return undefined;
  const { outcome, response } = reserve(token, { roomId, moveInDate });
  count(outcome);
  if (outcome !== "granted") return outcome;
  return goOn(token, response.json("booking.id"), chance);
}

export default function () {
  const token = nextToken();
  const chance = Math.random() * 100;
  const end =
    chance < BROWSING
      ? lookAround() && "browsed"
      : bookOne(token, chance - BROWSING);
  if (!end) count("error");
  journeys[end]?.add(1);
}
