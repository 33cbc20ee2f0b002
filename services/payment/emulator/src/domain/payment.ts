/** One attempt to pay a session: what the session, its intent and the new charge become. */
import type { Tender } from "./payment-method.js";
import type {
  Charge,
  CheckoutSession,
  PaymentError,
  PaymentIntent,
} from "./records.js";

export interface Ids {
  readonly intentId: string;
  readonly chargeId: string;
  readonly paymentMethodId: string;
}

export interface Payment {
  readonly session: CheckoutSession;
  readonly intent: PaymentIntent;
  readonly charge: Charge;
}

const BANK_REFUSED: PaymentError = {
  code: "payment_intent_payment_attempt_failed",
  declineCode: null,
  message:
    "The payment failed: the customer's bank account could not be debited.",
};

/** The intent of a session's first attempt to pay. */
export function newIntent(
  session: CheckoutSession,
  id: string,
  created: number,
): PaymentIntent {
  return {
    id,
    sessionId: session.id,
    created,
    amount: session.amountTotal,
    amountReceived: 0,
    currency: session.currency,
    status: "requires_payment_method",
    description: session.intentDescription,
    metadata: session.intentMetadata,
    receiptEmail: null,
    latestChargeId: null,
    paymentMethodId: null,
    lastError: null,
    canceledAt: null,
    settlement: null,
  };
}

function newCharge(
  session: CheckoutSession,
  tender: Tender,
  ids: Ids,
  created: number,
): Charge {
  const { outcome } = tender;
  return {
    id: ids.chargeId,
    intentId: ids.intentId,
    created,
    amount: session.amountTotal,
    amountRefunded: 0,
    currency: session.currency,
    status:
      outcome.kind === "succeeds"
        ? "succeeded"
        : outcome.kind === "declined"
          ? "failed"
          : "pending",
    description: session.intentDescription,
    metadata: session.intentMetadata,
    error: outcome.kind === "declined" ? outcome.error : null,
    payerName: tender.payerName,
    payerEmail: session.customerEmail,
    paymentMethodId: ids.paymentMethodId,
    method: tender.method,
  };
}

/**
 * Pays an open session. A decline leaves it open for another try; anything else completes it, a slow
 * method without the money.
 * @param settlesAtMs when a slow method will know
 */
export function attemptPayment(
  session: CheckoutSession,
  intent: PaymentIntent,
  tender: Tender,
  ids: Ids,
  clock: { created: number; settlesAtMs: number },
): Payment {
  const charge = newCharge(session, tender, ids, clock.created);
  const tried = {
    ...intent,
    latestChargeId: charge.id,
    paymentMethodId: ids.paymentMethodId,
    lastError: null,
  };
  const known = { ...session, intentId: intent.id };
  const { outcome } = tender;
  switch (outcome.kind) {
    case "declined":
      return {
        charge,
        session: known,
        intent: { ...tried, lastError: outcome.error },
      };
    case "succeeds":
      return {
        charge,
        session: {
          ...known,
          status: "complete",
          paymentStatus: "paid",
          payerName: tender.payerName,
        },
        intent: {
          ...tried,
          status: "succeeded",
          amountReceived: intent.amount,
        },
      };
    case "settles-later":
      return {
        charge,
        session: { ...known, status: "complete", payerName: tender.payerName },
        intent: {
          ...tried,
          status: "processing",
          settlement: { atMs: clock.settlesAtMs, as: outcome.as },
        },
      };
  }
}

/** The slow method has spoken. */
export function settlePayment({ session, intent, charge }: Payment): Payment {
  if (intent.settlement?.as === "succeeded")
    return {
      session: { ...session, paymentStatus: "paid" },
      charge: { ...charge, status: "succeeded" },
      intent: {
        ...intent,
        status: "succeeded",
        amountReceived: intent.amount,
        settlement: null,
      },
    };
  return {
    session,
    charge: { ...charge, status: "failed", error: BANK_REFUSED },
    intent: {
      ...intent,
      status: "requires_payment_method",
      lastError: BANK_REFUSED,
      settlement: null,
    },
  };
}

/** The session expired before its intent succeeded, so nothing can be captured on it any more. */
export const cancelIntent = (
  intent: PaymentIntent,
  canceledAt: number,
): PaymentIntent => ({
  ...intent,
  status: "canceled",
  canceledAt,
});
