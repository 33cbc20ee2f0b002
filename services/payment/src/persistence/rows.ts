import type { Checkout } from "../domain/checkout.js";
import { nextLook, type Pace } from "../domain/follow-up.js";
import type { CheckoutRow, RefundRow } from "./entities.js";

/** When the sweeper comes back, by whose clock. */
export interface Rhythm {
  readonly pace: Pace;
  readonly now: () => Date;
}

/** The checkout that a row and its refunds' rows stand for. */
export function toCheckout(
  row: CheckoutRow,
  refunds: readonly RefundRow[],
): Checkout {
  return {
    purpose: row.purpose,
    subjectId: row.subjectId,
    amountPaise: row.amountPaise,
    currency: row.currency,
    description: row.description,
    attempt: row.attempt,
    status: row.status,
    money: row.money,
    closing: row.closing,
    sessionId: row.sessionId,
    url: row.url,
    expiresAt: row.expiresAt,
    paymentIntentId: row.paymentIntentId,
    refundAttempt: row.refundAttempt,
    refundWanted: row.refundWanted,
    refundAnnounced: row.refundAnnounced,
    createdAt: row.createdAt,
    refunds: refunds.map(({ refundId, status, amountPaise }) => ({
      refundId,
      status,
      amountPaise,
    })),
  };
}

/** The row of a checkout at which the sweeper looked `looks` times in vain. */
export function toCheckoutRow(
  checkout: Checkout,
  looks: number,
  { pace, now }: Rhythm,
): CheckoutRow {
  return {
    purpose: checkout.purpose,
    subjectId: checkout.subjectId,
    amountPaise: checkout.amountPaise,
    currency: checkout.currency,
    description: checkout.description,
    attempt: checkout.attempt,
    status: checkout.status,
    money: checkout.money,
    closing: checkout.closing,
    sessionId: checkout.sessionId,
    url: checkout.url,
    expiresAt: checkout.expiresAt,
    paymentIntentId: checkout.paymentIntentId,
    refundAttempt: checkout.refundAttempt,
    refundWanted: checkout.refundWanted,
    refundAnnounced: checkout.refundAnnounced,
    createdAt: checkout.createdAt,
    looks,
    nextLookAt: nextLook(checkout, looks, pace, now()),
  };
}
