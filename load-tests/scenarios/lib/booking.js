import http from "k6/http";
import { insist, wasRepeated } from "./patience.js";
import { baseUrl } from "./settings.js";

// A refusal is an answer too: only what is neither of these has failed.
http.setResponseCallback(http.expectedStatuses(200, 201, 409));

/**
 * What the API answers, said once: granted, sold out, asked to come again, or something that must not
 * be. k6 has the processors in common with what it measures: words are looked for, which costs less than
 * parsing, and headers only read where they matter, because reading them converts all of them.
 * @param isRepetition whether it was asked before with the same key
 */
export function outcomeOf(response, wish, isRepetition = false) {
  const { status, body } = response;
  // What an attempt booked whose answer was lost is told as 200.
  const isGranted = status === 201 || (isRepetition && status === 200);
  if (isGranted && body?.includes(wish.roomId)) return "granted";
  if (status === 409 && body?.includes('"BOOKING.SOLD_OUT"')) return "refused";
  if (status === 503 && response.headers["Retry-After"]) return "busy";
  return "error";
}

const codeIn = (body) => /"code":"([^"]+)"/.exec(body ?? "")?.[1];

/** Says what was answered instead of what should have been. */
export const complain = (what, { status, body, error }) =>
  console.error(`wrong answer to ${what}: ${status} ${codeIn(body) ?? error}`);

const post = (path, token, wish, key) =>
  insist(() =>
    http.post(`${baseUrl}${path}`, JSON.stringify(wish), {
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        "idempotency-key": key,
      },
      timeout: "60s",
    }),
  );

/** Posts one booking; `key` names the attempt, however often it is sent. */
export const send = (token, wish, key) =>
  post("/api/booking/bookings", token, wish, key);

/** Posts one booking with a key of its own; the whole answer, judged. */
export function reserve(token, wish) {
  const response = send(token, wish, crypto.randomUUID());
  const outcome = outcomeOf(response, wish, wasRepeated());
  if (outcome === "error") complain("a booking", response);
  return { outcome, response };
}

/** Posts one booking with a key of its own; returns `granted`, `refused`, `busy` or `error`. */
export const book = (token, wish) => reserve(token, wish).outcome;

/** Posts the same to the operation that does nothing; whether it was done. */
export function noOp(token, wish) {
  const response = post("/api/booking/no-op", token, wish, crypto.randomUUID());
  if (response.status === 200) return true;
  complain("nothing", response);
  return false;
}
