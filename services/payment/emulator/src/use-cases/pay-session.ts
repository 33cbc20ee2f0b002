import { attemptPayment, newIntent, type Payment } from "../domain/payment.js";
import type { Tender } from "../domain/payment-method.js";
import type { CheckoutSession, PaymentError } from "../domain/records.js";
import { sessionObject } from "../stripe-objects/checkout-session.js";
import { intentObject } from "../stripe-objects/payment-intent.js";
import { BY_ITSELF, type Desk, nowSeconds } from "./desk.js";
import { emitEvent } from "./emit-event.js";

export interface PaymentAnswer {
  readonly session: CheckoutSession;
  /** Why this attempt was declined; null when it was not, or when the session was not open any more. */
  readonly declined: PaymentError | null;
}

/** Tries to pay a session. One that is complete or expired stays as it is, so a double click captures once. */
export function paySession(
  desk: Desk,
  session: CheckoutSession,
  tender: Tender,
): PaymentAnswer {
  if (session.status !== "open") return { session, declined: null };
  const created = nowSeconds(desk);
  const intent =
    desk.records.get("intent", session.intentId ?? "") ??
    newIntent(session, desk.newId("pi"), created);
  const ids = {
    intentId: intent.id,
    chargeId: desk.newId("ch"),
    paymentMethodId: desk.newId("pm"),
  };
  const settlesAtMs = desk.nowMs() + desk.slowPaymentMs;
  const payment = attemptPayment(session, intent, tender, ids, {
    created,
    settlesAtMs,
  });
  recordPayment(desk, payment);
  if (tender.outcome.kind === "declined") {
    emitEvent(
      desk,
      "payment_intent.payment_failed",
      intentObject(payment.intent),
      BY_ITSELF,
    );
    return { session: payment.session, declined: tender.outcome.error };
  }
  if (payment.intent.status === "succeeded")
    emitEvent(
      desk,
      "payment_intent.succeeded",
      intentObject(payment.intent),
      BY_ITSELF,
    );
  emitEvent(
    desk,
    "checkout.session.completed",
    sessionObject(payment.session, desk.publicUrl),
    BY_ITSELF,
  );
  return { session: payment.session, declined: null };
}

/** Writes down all three together. */
export function recordPayment(desk: Desk, payment: Payment): void {
  desk.records.put("charge", payment.charge);
  desk.records.put("intent", payment.intent);
  desk.records.put("session", payment.session);
}
