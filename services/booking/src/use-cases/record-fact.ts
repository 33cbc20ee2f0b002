import type { EntityManager } from "@rentezy/database";
import { appendToOutbox } from "@rentezy/events";
import {
  isSettled,
  transition,
  type Booking,
  type Fact,
} from "../domain/booking.js";
import { lockBooking, updateBooking } from "../persistence/bookings.js";
import { giveRoomBack, takeRoomIfLeft } from "../persistence/inventory.js";
import { noteChanged } from "../persistence/saga-watch.js";
import { transitionEvents } from "./booking-events.js";
import { startRefundSaga, wakeBookingSaga } from "./saga-commands.js";

/** What was heard; whether a room is left for late money is found out under the lock. */
export type HeardFact =
  Exclude<Fact, { readonly kind: "paid" }> | { readonly kind: "paid" };

/**
 * Applies a fact to a booking under its row lock: status, stock, events and saga commands change
 * together or not at all. A fact that is repeated, or comes too late, changes nothing.
 *
 * @returns the booking afterwards, or null when there is no such booking.
 */
export async function recordFact(
  manager: EntityManager,
  bookingId: string,
  heard: HeardFact,
): Promise<Booking | null> {
  const booking = await lockBooking(manager, bookingId);
  if (!booking) return null;
  const fact = await completed(manager, booking, heard);
  const change = transition(booking, fact);
  if (!change) return booking;
  if (change.givesRoomBack) await giveRoomBack(manager, booking.roomId);
  const cancellationReason = change.reason ?? booking.cancellationReason;
  await updateBooking(manager, bookingId, {
    status: change.status,
    cancellationReason,
  });
  const after = { ...booking, status: change.status, cancellationReason };
  await appendToOutbox(manager, [
    ...transitionEvents(after, change),
    ...(isSettled(change.status) || fact.kind === "tenant-cancelled"
      ? [wakeBookingSaga(bookingId)]
      : []),
    ...(change.status === "refunding" ? [startRefundSaga(bookingId)] : []),
  ]);
  if (isSettled(change.status)) await noteChanged(manager, bookingId);
  return after;
}

/** Money that comes after the room was given back takes a room again if one is left. */
async function completed(
  manager: EntityManager,
  booking: Booking,
  heard: HeardFact,
): Promise<Fact> {
  if (heard.kind !== "paid") return heard;
  const isLate = booking.status === "cancelled";
  return {
    kind: "paid",
    roomTaken: isLate && (await takeRoomIfLeft(manager, booking.roomId)),
  };
}
