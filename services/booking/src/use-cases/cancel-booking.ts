import { mayAct } from "@rentezy/identity";
import type { Caller } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import type { Booking } from "../domain/booking.js";
import { refusal } from "../domain/errors.js";
import type { ReadBooking } from "./read-bookings.js";
import { recordFact } from "./record-fact.js";
import { waitForBooking } from "./wait-for-booking.js";

/** How long the answer waits for Stripe's word, in milliseconds. */
const PATIENCE_MS = 5_000;

export type CancelBooking = (
  caller: Caller,
  bookingId: string,
) => Promise<Booking>;

/**
 * Cancels a booking that is not paid yet. The room goes back when Stripe has ended the checkout,
 * which usually takes a moment: the answer waits for it, and is `expiring` when it takes longer.
 * A payment that was faster wins: the booking is then `booked`.
 *
 * @throws DomainError `BOOKING.NOT_FOUND`, `BOOKING.NOT_CANCELLABLE`.
 */
export function createCancelBooking(dependencies: {
  readonly dataSource: DataSource;
  readonly readBooking: ReadBooking;
}): CancelBooking {
  const { dataSource, readBooking } = dependencies;
  return async (caller, bookingId) => {
    const { tenantId } = await readBooking(caller, bookingId);
    if (!mayAct(caller, tenantId)) throw refusal("BOOKING.NOT_FOUND");
    const booking = await dataSource.transaction((manager) =>
      recordFact(manager, bookingId, { kind: "tenant-cancelled" }),
    );
    if (booking?.status === "cancelled") return booking;
    if (booking?.status !== "expiring")
      throw refusal("BOOKING.NOT_CANCELLABLE");
    return waitForBooking(dataSource, bookingId, {
      until: ({ status }) => status !== "expiring",
      patienceMs: PATIENCE_MS,
    });
  };
}
