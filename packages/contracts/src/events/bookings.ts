import { z } from "zod";
import { currency, day, instant, paise, uuid } from "../values.js";

/** Why a booking ended without a room. */
export const cancellationReason = z.enum([
  "hold_expired",
  "checkout_expired",
  "payment_failed",
  "tenant",
]);
export type CancellationReason = z.infer<typeof cancellationReason>;

const booking = z.object({
  bookingId: uuid,
  roomId: uuid,
  propertyId: uuid,
  landlordId: uuid,
  tenantId: uuid,
  amountPaise: paise,
  currency,
  moveInDate: day,
});

/** A landlord asked for fewer rooms than are held and booked; the quantity stays as it was. */
const roomQuantityRefused = z.object({
  roomId: uuid,
  propertyId: uuid,
  landlordId: uuid,
  requestedQuantity: z.int().min(0),
  currentQuantity: z.int().min(0),
  /** The property's version that asked for it; absent from events of before it was told. */
  propertyVersion: z.int().min(1).optional(),
});

export const bookingEvents = {
  "booking.reserved.v1": booking.extend({ holdExpiresAt: instant }),
  "booking.confirmed.v1": booking,
  "booking.cancelled.v1": booking.extend({ reason: cancellationReason }),
  "booking.refunding.v1": booking,
  "booking.refunded.v1": booking,
  "room.quantity_refused.v1": roomQuantityRefused,
} as const;
