import { checkoutSubject } from "@rentezy/contracts";
import type Stripe from "stripe";
import type {
  Money,
  SeenRefund,
  SeenSession,
  Subject,
} from "../domain/checkout.js";

/** What we write on everything that we make at Stripe, to know it again. */
export function metadataOf(
  { purpose, subjectId }: Subject,
  attempt: number,
): Stripe.MetadataParam {
  return { purpose, subjectId, attempt: String(attempt) };
}

/** The subject written on an object, if it is one of ours. */
export function subjectOf(
  metadata: Stripe.Metadata | null | undefined,
): Subject | undefined {
  return checkoutSubject.safeParse(metadata).data;
}

function attemptOf(
  metadata: Stripe.Metadata | null | undefined,
): number | null {
  const attempt = Number(metadata?.["attempt"]);
  return Number.isInteger(attempt) ? attempt : null;
}

/** The id of something that Stripe may have expanded. */
export function idOf(
  reference: string | { readonly id: string } | null | undefined,
): string | null {
  return typeof reference === "object"
    ? (reference?.id ?? null)
    : (reference ?? null);
}

/**
 * What a session says. A complete session that stays unpaid looks the same whether a slow method
 * is under way or has failed; the difference is in the payment intent, which must be expanded.
 */
export function toSeenSession(session: Stripe.Checkout.Session): SeenSession {
  return {
    sessionId: session.id,
    attempt: attemptOf(session.metadata),
    status: statusOf(session),
    money: moneyOf(session),
    url: session.url,
    expiresAt: new Date(session.expires_at * 1000),
    paymentIntentId: idOf(session.payment_intent),
  };
}

function statusOf({ status }: Stripe.Checkout.Session): SeenSession["status"] {
  if (status === "complete") return "complete";
  return status === "expired" ? "expired" : "open";
}

function moneyOf(session: Stripe.Checkout.Session): Money {
  if (session.payment_status !== "unpaid") return "paid";
  const intent = session.payment_intent;
  if (session.status !== "complete" || typeof intent !== "object")
    return "unpaid";
  const hasFailed =
    intent?.status === "requires_payment_method" ||
    intent?.status === "canceled";
  return hasFailed ? "failed" : "unpaid";
}

/** What a refund says. One that waits for somebody is pending; one that was called off gave nothing back. */
export function toSeenRefund(refund: Stripe.Refund): SeenRefund {
  const status =
    refund.status === "succeeded"
      ? "succeeded"
      : refund.status === "failed" || refund.status === "canceled"
        ? "failed"
        : "pending";
  return {
    refundId: refund.id,
    attempt: attemptOf(refund.metadata),
    status,
    amountPaise: refund.amount,
  };
}
