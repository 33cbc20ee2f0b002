import type Stripe from "stripe";
import type { Refund } from "../domain/records.js";

/** A refund as Stripe's API shows it. */
export function refundObject(refund: Refund) {
  return {
    id: refund.id,
    object: "refund",
    amount: refund.amount,
    balance_transaction: null,
    charge: refund.chargeId,
    created: refund.created,
    currency: refund.currency,
    customer: null,
    customer_account: null,
    ...(refund.status === "failed" && { failure_reason: "unknown" }),
    metadata: { ...refund.metadata },
    payment_intent: refund.intentId,
    payment_method: null,
    ...(refund.status === "pending" && {
      pending_reason: "processing" as const,
    }),
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null,
  } satisfies Stripe.Refund;
}
