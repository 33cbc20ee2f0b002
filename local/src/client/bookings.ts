import { z } from "zod";
import { bodyOf } from "./edge.js";
import type { CallEdge } from "./edge.js";

const bookingBody = z.object({
  id: z.uuid(),
  roomId: z.uuid(),
  status: z.string(),
  amountPaise: z.int(),
  holdExpiresAt: z.iso.datetime(),
  cancellationReason: z.string().nullable(),
});
export type Booking = z.infer<typeof bookingBody>;

const reply = z.object({ booking: bookingBody });
const checkout = z.object({ url: z.url() });

const BOOKINGS = "/api/booking/bookings";

const DAY_MS = 86_400_000;

/** A day that a tenant can move in on: `YYYY-MM-DD`, a month from now. */
export const nextMonth = (): string =>
  new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);

/** Asks to hold a room; `key` names this attempt, however often it is sent. */
export async function reserve(
  call: CallEdge,
  token: string,
  wish: { readonly roomId: string; readonly key: string },
): Promise<Booking> {
  const answer = await call(BOOKINGS, {
    method: "POST",
    token,
    headers: { "idempotency-key": wish.key },
    body: { roomId: wish.roomId, moveInDate: nextMonth() },
  });
  return bodyOf(BOOKINGS, answer, 201, reply).booking;
}

export async function readBooking(
  call: CallEdge,
  token: string,
  id: string,
): Promise<Booking> {
  const path = `${BOOKINGS}/${id}`;
  return bodyOf(path, await call(path, { token }), 200, reply).booking;
}

/** The address of the page on which a booking is paid; undefined while it is being opened. */
export async function findCheckout(
  call: CallEdge,
  token: string,
  id: string,
): Promise<string | undefined> {
  const path = `${BOOKINGS}/${id}/checkout`;
  const answer = await call(path, { token });
  return answer.status === 202
    ? undefined
    : bodyOf(path, answer, 200, checkout).url;
}

/** Asks to cancel a booking that is not paid; it may still be `expiring` then. */
export async function cancel(
  call: CallEdge,
  token: string,
  id: string,
): Promise<Booking> {
  const path = `${BOOKINGS}/${id}/cancel`;
  const answer = await call(path, { method: "POST", token });
  const wanted = answer.status === 202 ? 202 : 200;
  return bodyOf(path, answer, wanted, reply).booking;
}
