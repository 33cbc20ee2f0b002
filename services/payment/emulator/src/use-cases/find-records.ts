import { isOverdue } from "../domain/checkout-session.js";
import { noSuch } from "../domain/errors.js";
import type {
  CheckoutSession,
  EventRecord,
  PaymentIntent,
  Refund,
} from "../domain/records.js";
import type { Desk, RecordStore } from "./desk.js";
import { expireOverdueSession } from "./expire-session.js";

/** The session as it is at this moment: one whose time has come is expired before anybody sees it open. */
export function findSession(
  desk: Desk,
  id: string,
): CheckoutSession | undefined {
  const session = desk.records.get("session", id);
  if (session === undefined || !isOverdue(session, desk.nowMs()))
    return session;
  return expireOverdueSession(desk, session);
}

/** Throws 404 in Stripe's words. */
export function requireSession(desk: Desk, id: string): CheckoutSession {
  const session = findSession(desk, id);
  if (session === undefined) throw noSuch("checkout.session", id, "session");
  return session;
}

/** Throws 404 in Stripe's words. @param param the parameter that named the intent */
export function requireIntent(
  desk: Desk,
  id: string,
  param: string,
): PaymentIntent {
  const intent = desk.records.get("intent", id);
  if (intent === undefined) throw noSuch("payment_intent", id, param);
  return intent;
}

/** Throws 404 in Stripe's words. */
export function requireRefund(desk: Desk, id: string): Refund {
  const refund = desk.records.get("refund", id);
  if (refund === undefined) throw noSuch("refund", id, "id");
  return refund;
}

/** How many webhooks of an event have had no 2xx yet. Arrived ones may be forgotten altogether. */
export function pendingWebhooks(
  records: RecordStore,
  event: EventRecord,
): number {
  return event.deliveryIds.filter(
    (id) => records.get("delivery", id)?.status === "pending",
  ).length;
}
