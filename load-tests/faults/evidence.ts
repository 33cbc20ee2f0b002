/** Gathers the evidence of a run from the outside: databases, the emulator's books, Dapr, the event log. */
import type { Stack } from "@rentezy/local";
import { readEventLog } from "./event-log.js";
import {
  readBooking,
  readBookingIds,
  readEffects,
  readPayment,
} from "./evidence-databases.js";
import { readSagas } from "./evidence-sagas.js";
import { readBooks } from "./evidence-stripe.js";
import type { Evidence, Told } from "./told.js";

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];

/**
 * Reads everything about the rooms and bookings that clients were told of, and about other bookings of
 * those rooms: a client may have lost its answer. Sources are read one after the other, what was caused
 * after its causes; nothing should change meanwhile.
 */
export async function readEvidence(
  stack: Stack,
  told: Told,
): Promise<Evidence> {
  const roomIds = distinct(told.rooms.map(({ roomId }) => roomId));
  const toldIds = distinct(told.bookings.map(({ bookingId }) => bookingId));
  const booking = await readBooking(stack, roomIds, toldIds);
  const bookingIds = distinct([
    ...toldIds,
    ...[booking.bookings, booking.outbox].flat().map((row) => row.bookingId),
  ]);
  const payment = await readPayment(stack, bookingIds);
  const ours = new Set(bookingIds);
  const known = new Set(await readBookingIds(stack));
  // Money for a booking that does not exist belongs to nobody: that is for this run to judge.
  const isOurs = (id: string) => ours.has(id) || !known.has(id);
  const books = await readBooks(stack, isOurs);
  const strays = distinct(
    books.captures
      .map(({ bookingId }) => bookingId)
      .filter((id) => !ours.has(id)),
  );
  const ofStrays = await readPayment(stack, strays);
  const events = payment.outbox.map(({ id }) => id);
  const webhooks = books.webhooks.map(({ eventId }) => eventId);
  const rooms = new Set(roomIds);
  const log = await readEventLog(stack);
  return {
    ...booking,
    checkouts: [...payment.checkouts, ...ofStrays.checkouts],
    refunds: [...payment.refunds, ...ofStrays.refunds],
    ...books,
    outbox: [...booking.outbox, ...payment.outbox, ...ofStrays.outbox],
    effects: [
      ...(await readEffects(stack, "booking", events)),
      ...(await readEffects(stack, "payment", webhooks)),
    ],
    sagas: await readSagas(stack, booking.outbox),
    log: log.filter(
      ({ bookingId, roomId, type }) =>
        ours.has(bookingId) ||
        (type.startsWith("booking.") && rooms.has(roomId ?? "")),
    ),
  };
}
