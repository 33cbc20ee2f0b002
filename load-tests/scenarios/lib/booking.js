import http from "k6/http";
import { baseUrl } from "./settings.js";

// A refusal is an answer too: only what is neither of these has failed.
http.setResponseCallback(http.expectedStatuses(201, 409));

/**
 * What the API answers, said once: granted, sold out, or something that must not be. Looking for the
 * words is enough and costs k6, which shares the processors, less than parsing.
 */
function outcomeOf({ status, body }, wish) {
  if (status === 201 && body?.includes(wish.roomId)) return "granted";
  if (status === 409 && body?.includes('"BOOKING.SOLD_OUT"')) return "refused";
  return "error";
}

const codeIn = (body) => /"code":"([^"]+)"/.exec(body ?? "")?.[1];

/** Posts one booking with a key of its own; returns `granted`, `refused` or `error`. */
export function book(token, wish) {
  const response = http.post(
    `${baseUrl}/api/booking/bookings`,
    JSON.stringify(wish),
    {
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        "idempotency-key": crypto.randomUUID(),
      },
      timeout: "60s",
    },
  );
  const outcome = outcomeOf(response, wish);
  if (outcome === "error")
    console.error(
      `wrong answer: ${response.status} ${codeIn(response.body) ?? response.error}`,
    );
  return outcome;
}
