import http from "k6/http";
import { baseUrl } from "./settings.js";

// A refusal is an answer too: only what is neither of these has failed.
http.setResponseCallback(http.expectedStatuses(201, 409));

/** What the API answers, said once: granted, sold out, or something that must not be. */
function outcomeOf(response, wish) {
  const body = parsed(response.body);
  const { status } = response;
  if (status === 201 && body.booking?.roomId === wish.roomId) return "granted";
  if (status === 409 && body.code === "BOOKING.SOLD_OUT") return "refused";
  return "error";
}

function parsed(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}

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
      tags: { name: "POST /api/booking/bookings" },
      timeout: "60s",
    },
  );
  const outcome = outcomeOf(response, wish);
  if (outcome === "error")
    console.error(
      `wrong answer: ${response.status} ${parsed(response.body).code ?? response.error}`,
    );
  return outcome;
}
