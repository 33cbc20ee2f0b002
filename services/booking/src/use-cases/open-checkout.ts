import type { DataSource } from "@rentezy/database";
import {
  findBooking,
  lockBooking,
  updateBooking,
} from "../persistence/bookings.js";
import type { Payments } from "./payments.js";

/** `settled`: the booking is no longer waiting to be paid, so there is nothing to open. */
export type OpenedCheckout = "opened" | "settled";

/** Opens the hosted page on which a reserved booking is paid, and keeps its address. */
export function createOpenCheckout(dependencies: {
  readonly dataSource: DataSource;
  readonly payments: Payments;
}) {
  const { dataSource, payments } = dependencies;
  return async (bookingId: string): Promise<OpenedCheckout> => {
    const booking = await findBooking(dataSource.manager, bookingId);
    if (booking?.status !== "reserved") return "settled";
    const checkout = await payments.openCheckout({
      purpose: "booking",
      subjectId: bookingId,
      amountPaise: booking.amountPaise,
      currency: "INR",
      description: "Your room: the first month's rent and the deposit",
    });
    return dataSource.transaction(async (manager) => {
      const locked = await lockBooking(manager, bookingId);
      if (locked?.status !== "reserved") return "settled";
      await updateBooking(manager, bookingId, {
        checkoutUrl: checkout.url,
        checkoutExpiresAt: new Date(checkout.expiresAt),
      });
      return "opened";
    });
  };
}
