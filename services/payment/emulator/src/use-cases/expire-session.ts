import { expired } from "../domain/checkout-session.js";
import { cancelIntent } from "../domain/payment.js";
import type { Cause, CheckoutSession } from "../domain/records.js";
import { sessionObject } from "../stripe-objects/checkout-session.js";
import { BY_ITSELF, type Desk, nowSeconds } from "./desk.js";
import { emitEvent } from "./emit-event.js";

/** Closes an open session for good and tells it. Throws when it is not open. */
export function expireSession(
  desk: Desk,
  session: CheckoutSession,
  cause: Cause,
): CheckoutSession {
  const closed = expired(session);
  desk.records.put("session", closed);
  const intent = desk.records.get("intent", closed.intentId ?? "");
  if (intent !== undefined)
    desk.records.put("intent", cancelIntent(intent, nowSeconds(desk)));
  emitEvent(
    desk,
    "checkout.session.expired",
    sessionObject(closed, desk.publicUrl),
    cause,
  );
  return closed;
}

/** The session's time has come. */
export const expireOverdueSession = (
  desk: Desk,
  session: CheckoutSession,
): CheckoutSession => expireSession(desk, session, BY_ITSELF);

/** Pretends that the session's time has come, however far ahead it was. Throws when it is not open. */
export function bringExpiryForward(
  desk: Desk,
  session: CheckoutSession,
): CheckoutSession {
  const expiresAt = Math.min(session.expiresAt, nowSeconds(desk));
  return expireSession(desk, { ...session, expiresAt }, BY_ITSELF);
}
