import type {
  Checkout as CheckoutView,
  Refund as RefundView,
} from "@rentezy/contracts";
import type { Checkout } from "../domain/checkout.js";
import { refundStatus } from "../domain/refund.js";

/** A checkout as callers see it: one that is still opening is open without an address yet. */
export function checkoutView(checkout: Checkout): CheckoutView {
  const { purpose, subjectId, amountPaise, currency, status } = checkout;
  return {
    purpose,
    subjectId,
    status: status === "opening" ? "open" : status,
    paymentStatus: checkout.money,
    url: checkout.closing ? null : checkout.url,
    expiresAt: checkout.expiresAt.toISOString(),
    amountPaise,
    currency,
  };
}

/** The refund of a checkout as callers see it; one that Stripe has yet to answer is pending. */
export function refundView(checkout: Checkout): RefundView {
  const { purpose, subjectId, amountPaise, currency, refunds } = checkout;
  const status = refundStatus(refunds, amountPaise);
  return {
    purpose,
    subjectId,
    status: status === "none" ? "pending" : status,
    amountPaise,
    currency,
  };
}
