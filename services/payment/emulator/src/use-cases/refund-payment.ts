import {
  refundableAmount,
  refundCourse,
  settleRefund,
} from "../domain/refund.js";
import type { Cause, Metadata, Refund } from "../domain/records.js";
import { chargeObject } from "../stripe-objects/charge.js";
import { refundObject } from "../stripe-objects/refund.js";
import { BY_ITSELF, type Desk, nowSeconds } from "./desk.js";
import { emitEvent } from "./emit-event.js";
import { requireIntent } from "./find-records.js";

export interface NewRefund {
  readonly intentId: string;
  /** Integer paise; undefined for all that is left. */
  readonly amount: number | undefined;
  readonly reason: Refund["reason"];
  readonly metadata: Metadata;
}

/** Gives money back. Throws as Stripe does when there is nothing captured, or not as much. */
export function refundPayment(
  desk: Desk,
  wished: NewRefund,
  cause: Cause,
): Refund {
  const intent = requireIntent(desk, wished.intentId, "payment_intent");
  const latest = desk.records.get("charge", intent.latestChargeId ?? "");
  const { charge, amount } = refundableAmount(intent, latest, wished.amount);
  const refund: Refund = {
    id: desk.newId("re"),
    intentId: intent.id,
    chargeId: charge.id,
    created: nowSeconds(desk),
    amount,
    currency: charge.currency,
    reason: wished.reason,
    metadata: wished.metadata,
    ...refundCourse(charge, desk.nowMs() + desk.slowPaymentMs),
  };
  const refunded = {
    ...charge,
    amountRefunded: charge.amountRefunded + amount,
  };
  desk.records.put("refund", refund);
  desk.records.put("charge", refunded);
  emitEvent(desk, "refund.created", refundObject(refund), cause);
  emitEvent(desk, "charge.refunded", chargeObject(refunded), cause, {
    amount_refunded: charge.amountRefunded,
    refunded: false,
  });
  return refund;
}

/** The bank has dealt with a refund that was on its way. Does nothing when that was dealt with before. */
export function settleRefundById(desk: Desk, refundId: string): void {
  const refund = desk.records.get("refund", refundId);
  const charge = desk.records.get("charge", refund?.chargeId ?? "");
  if (
    refund === undefined ||
    charge === undefined ||
    refund.settlement === null
  )
    return;
  const settled = settleRefund(refund, charge);
  desk.records.put("refund", settled.refund);
  desk.records.put("charge", settled.charge);
  const object = refundObject(settled.refund);
  emitEvent(desk, "refund.updated", object, BY_ITSELF, {
    status: refund.status,
  });
  if (settled.refund.status === "failed")
    emitEvent(desk, "refund.failed", object, BY_ITSELF);
}
