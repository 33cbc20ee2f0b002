import type { DataSource } from "@rentezy/database";
import { findBooking } from "../persistence/bookings.js";
import type { Payments } from "./payments.js";
import { recordFact } from "./record-fact.js";

export type Refunded = "settled" | "pending";

/** Pays late money back in full; `pending` while the provider has not finished. Safe to repeat. */
export function createRefundBooking(dependencies: {
  readonly dataSource: DataSource;
  readonly payments: Payments;
}) {
  const { dataSource, payments } = dependencies;
  return async (bookingId: string): Promise<Refunded> => {
    const booking = await findBooking(dataSource.manager, bookingId);
    if (booking?.status !== "refunding") return "settled";
    const refund = await payments.refund(bookingId);
    if (refund.status !== "succeeded") return "pending";
    await dataSource.transaction((manager) =>
      recordFact(manager, bookingId, { kind: "refunded" }),
    );
    return "settled";
  };
}
