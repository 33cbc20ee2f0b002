import type Stripe from "stripe";
import { z } from "zod";
import { eventInvalid, signatureInvalid } from "../domain/errors.js";
import type {
  SignedWebhook,
  StripeNews,
} from "../use-cases/apply-stripe-event.js";
import type { Whose } from "../use-cases/ports.js";
import { idOf, subjectOf, toSeenRefund, toSeenSession } from "./objects.js";

/** An older signature may be somebody's recording. */
const TOLERANCE_SECONDS = 300;

/** What every event of Stripe has. */
const eventShape = z.looseObject({
  id: z.string().min(1),
  type: z.string().min(1),
  data: z.looseObject({ object: z.looseObject({}) }),
});

/**
 * Makes the reader of webhooks: it takes the body as it came, byte for byte, with the signature.
 *
 * @throws DomainError `PAYMENT.SIGNATURE_INVALID` or `PAYMENT.EVENT_INVALID`.
 */
export function webhookReader(stripe: Stripe, webhookSecret: string) {
  return (body: Buffer, signature: string): SignedWebhook => {
    const event = verified(() =>
      stripe.webhooks.constructEvent(
        body,
        signature,
        webhookSecret,
        TOLERANCE_SECONDS,
      ),
    );
    if (!eventShape.safeParse(event).success) throw eventInvalid();
    const { id, type } = event;
    return { webhook: { id, type }, news: newsOf(event) };
  };
}

/** Stripe signs nothing but events: whatever else there is to complain about, it is not from Stripe. */
function verified(construct: () => Stripe.Event): Stripe.Event {
  try {
    return construct();
  } catch {
    throw signatureInvalid();
  }
}

function newsOf(event: Stripe.Event): StripeNews {
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.expired":
    case "checkout.session.async_payment_succeeded":
      return sessionNews(event.data.object);
    case "checkout.session.async_payment_failed": {
      // Of the session itself nobody can tell: it stays complete and unpaid.
      const news = sessionNews(event.data.object);
      return { ...news, seen: { ...news.seen, money: "failed" } };
    }
    case "refund.created":
    case "refund.updated":
    case "refund.failed": {
      const refund = event.data.object;
      const whose = whoseIs(refund.metadata, refund.payment_intent);
      return { kind: "refund", whose, seen: toSeenRefund(refund) };
    }
    case "charge.refunded": {
      // It tells a sum and names no refund.
      const charge = event.data.object;
      const whose = whoseIs(charge.metadata, charge.payment_intent);
      return whose ? { kind: "hint", whose } : { kind: "other" };
    }
    default:
      return { kind: "other" };
  }
}

function sessionNews(session: Stripe.Checkout.Session) {
  const subject = subjectOf(session.metadata);
  const whose = subject && { subject };
  return { kind: "session", whose, seen: toSeenSession(session) } as const;
}

/** A refund that a person made at Stripe bears no metadata of ours, but belongs to a payment of ours. */
function whoseIs(
  metadata: Stripe.Metadata | null,
  paymentIntent: string | Stripe.PaymentIntent | null,
): Whose | undefined {
  const subject = subjectOf(metadata);
  if (subject) return { subject };
  const paymentIntentId = idOf(paymentIntent);
  return paymentIntentId === null ? undefined : { paymentIntentId };
}
