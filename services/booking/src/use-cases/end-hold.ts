import type { Checkout } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import { isSettled } from "../domain/booking.js";
import type { Payments } from "./payments.js";
import { recordFact, type HeardFact } from "./record-fact.js";

/** `unpaid`: the tenant has finished a slow payment whose money is still on its way. */
export type EndedHold = "settled" | "unpaid";

/** What Stripe's answer means for the booking; undefined while the money is on its way. */
function factOf(checkout: Checkout): HeardFact | undefined {
  if (checkout.status === "expired") return { kind: "checkout-expired" };
  if (checkout.paymentStatus === "paid") return { kind: "paid" };
  if (checkout.paymentStatus === "failed") return { kind: "payment-failed" };
  return undefined;
}

/**
 * Ends a hold without guessing: the room stays held while payment is asked to end the checkout,
 * and is given back only when Stripe says that it can no longer be paid.
 *
 * Throws when payment does not answer; the room then stays held, and the caller tries again.
 */
export function createEndHold(dependencies: {
  readonly dataSource: DataSource;
  readonly payments: Payments;
}) {
  const { dataSource, payments } = dependencies;
  return async (bookingId: string): Promise<EndedHold> => {
    const booking = await dataSource.transaction((manager) =>
      recordFact(manager, bookingId, { kind: "hold-ended" }),
    );
    if (!booking || isSettled(booking.status)) return "settled";
    const checkout = await payments.expireCheckout(bookingId);
    const fact = factOf(checkout);
    if (!fact) return "unpaid";
    await dataSource.transaction((manager) =>
      recordFact(manager, bookingId, fact),
    );
    return "settled";
  };
}
