import { settlePayment } from "../domain/payment.js";
import { sessionObject } from "../stripe-objects/checkout-session.js";
import { intentObject } from "../stripe-objects/payment-intent.js";
import { BY_ITSELF, type Desk } from "./desk.js";
import { emitEvent } from "./emit-event.js";
import { recordPayment } from "./pay-session.js";

/** The bank behind a slow method has answered. Does nothing when that was dealt with before. */
export function settleIntent(desk: Desk, intentId: string): void {
  const intent = desk.records.get("intent", intentId);
  if (intent === undefined || intent.settlement === null) return;
  const session = desk.records.get("session", intent.sessionId);
  const charge = desk.records.get("charge", intent.latestChargeId ?? "");
  if (session === undefined || charge === undefined)
    throw new Error(`the records of ${intentId} are incomplete`);

  const settled = settlePayment({ session, intent, charge });
  recordPayment(desk, settled);
  const paid = settled.session.paymentStatus === "paid";
  emitEvent(
    desk,
    paid ? "payment_intent.succeeded" : "payment_intent.payment_failed",
    intentObject(settled.intent),
    BY_ITSELF,
  );
  emitEvent(
    desk,
    paid
      ? "checkout.session.async_payment_succeeded"
      : "checkout.session.async_payment_failed",
    sessionObject(settled.session, desk.publicUrl),
    BY_ITSELF,
  );
}
