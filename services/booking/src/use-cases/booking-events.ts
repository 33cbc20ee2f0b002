import { eventEntry, type OutboxEntry } from "@rentezy/events";
import type { Booking, Transition } from "../domain/booking.js";

const described = (booking: Booking) => ({
  bookingId: booking.id,
  roomId: booking.roomId,
  propertyId: booking.propertyId,
  landlordId: booking.landlordId,
  tenantId: booking.tenantId,
  amountPaise: booking.amountPaise,
  currency: "INR" as const,
  moveInDate: booking.moveInDate,
});

/** Tells that a room is held. */
export const reservedEvent = (booking: Booking): OutboxEntry =>
  eventEntry("booking.reserved.v1", booking.id, {
    ...described(booking),
    holdExpiresAt: booking.holdExpiresAt.toISOString(),
  });

/** Tells what a transition has made of a booking. */
export function transitionEvents(
  booking: Booking,
  change: Transition,
): readonly OutboxEntry[] {
  if (change.tells === undefined) return [];
  const data = described(booking);
  if (change.tells === "booking.cancelled.v1") {
    const reason = change.reason ?? "checkout_expired";
    return [
      eventEntry("booking.cancelled.v1", booking.id, { ...data, reason }),
    ];
  }
  return [eventEntry(change.tells, booking.id, data)];
}
