import type { Tender } from "../domain/payment-method.js";
import type { CheckoutSession } from "../domain/records.js";
import { refused } from "../domain/errors.js";
import { type Desk } from "./desk.js";
import { paySession, type PaymentAnswer } from "./pay-session.js";

/**
 * Takes the money of a session that was already told to be expired, and tells that too: a provider
 * contradicting itself. Stripe promises that it cannot be; whoever holds a customer's money must
 * survive it all the same. Throws when the session has not expired.
 */
export function payExpiredSession(
  desk: Desk,
  session: CheckoutSession,
  tender: Tender,
): PaymentAnswer {
  if (session.status !== "expired")
    throw refused(
      `Only an expired session can be paid late, not ${session.id}.`,
    );
  const intent = desk.records.get("intent", session.intentId ?? "");
  if (intent !== undefined)
    desk.records.put("intent", {
      ...intent,
      status: "requires_payment_method",
      canceledAt: null,
    });
  return paySession(desk, { ...session, status: "open" }, tender);
}
