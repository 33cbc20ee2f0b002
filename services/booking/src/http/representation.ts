import { currency, day, instant, paise, uuid } from "@rentezy/contracts";
import { z } from "zod";
import type { Booking } from "../domain/booking.js";

/** A booking as clients see it. */
export const bookingBody = z.object({
  id: uuid,
  roomId: uuid,
  propertyId: uuid,
  tenantId: uuid,
  status: z.enum([
    "reserved",
    "expiring",
    "booked",
    "cancelled",
    "refunding",
    "refunded",
  ]),
  amountPaise: paise,
  currency,
  moveInDate: day,
  holdExpiresAt: instant,
  cancellationReason: z.string().nullable(),
  createdAt: instant,
});

export const bookingReply = z.object({ booking: bookingBody });

export const bookingParams = z.object({ bookingId: uuid });

export function present(booking: Booking): z.infer<typeof bookingBody> {
  const { id, roomId, propertyId, tenantId, status, amountPaise, moveInDate } =
    booking;
  return {
    id,
    roomId,
    propertyId,
    tenantId,
    status,
    amountPaise,
    currency: "INR",
    moveInDate,
    holdExpiresAt: booking.holdExpiresAt.toISOString(),
    cancellationReason: booking.cancellationReason,
    createdAt: booking.createdAt.toISOString(),
  };
}
