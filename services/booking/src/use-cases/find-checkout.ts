import type { Caller } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import { mayAct } from "@rentezy/identity";
import { refusal } from "../domain/errors.js";
import type { ReadBooking } from "./read-bookings.js";
import { waitForBooking } from "./wait-for-booking.js";

/** How long the answer waits for the saga to open the checkout, in milliseconds. */
const PATIENCE_MS = 5_000;

export interface OpenCheckout {
  readonly url: string;
  readonly expiresAt: Date;
}

export type FindCheckout = (
  caller: Caller,
  bookingId: string,
) => Promise<OpenCheckout | undefined>;

/**
 * Where a reserved booking is paid; undefined while the saga has not opened it yet. The page is
 * of use until the hold ends, which is before Stripe's own expiry.
 *
 * @throws DomainError `BOOKING.NOT_FOUND`, `BOOKING.NOT_PAYABLE`.
 */
export function createFindCheckout(dependencies: {
  readonly dataSource: DataSource;
  readonly readBooking: ReadBooking;
}): FindCheckout {
  const { dataSource, readBooking } = dependencies;
  return async (caller, bookingId) => {
    const { tenantId } = await readBooking(caller, bookingId);
    if (!mayAct(caller, tenantId)) throw refusal("BOOKING.NOT_FOUND");
    const booking = await waitForBooking(dataSource, bookingId, {
      until: ({ status, checkoutUrl }) =>
        status !== "reserved" || checkoutUrl !== null,
      patienceMs: PATIENCE_MS,
    });
    if (booking.status !== "reserved") throw refusal("BOOKING.NOT_PAYABLE");
    if (booking.checkoutUrl === null) return undefined;
    return { url: booking.checkoutUrl, expiresAt: booking.holdExpiresAt };
  };
}
