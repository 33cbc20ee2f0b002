import type { Logger } from "@rentezy/telemetry";
import { randomUUID } from "node:crypto";
import type Stripe from "stripe";
import type { Checkout } from "../domain/checkout.js";
import type { PaymentProvider } from "../use-cases/ports.js";
import { toFailure } from "./failures.js";
import { metadataOf, toSeenRefund, toSeenSession } from "./objects.js";

export interface ProviderOptions {
  readonly stripe: Stripe;
  /** Where the hosted page sends the payer afterwards. */
  readonly returnUrl: string;
  readonly logger: Logger;
}

/** More refunds than one payment can sensibly have. */
const REFUNDS_READ = 100;

type Call = <Result>(
  operation: string,
  work: Promise<Result>,
) => Promise<Result>;

/** Stripe as the stories see it. Every call that makes something carries a key of its operation. */
export function stripeProvider(options: ProviderOptions): PaymentProvider {
  const call: Call = async (operation, work) => {
    try {
      return await work;
    } catch (error) {
      throw toFailure(error, operation, options.logger);
    }
  };
  return { ...sessions(options, call), ...refunds(options, call) };
}

function sessions(
  { stripe, returnUrl }: ProviderOptions,
  call: Call,
): Pick<PaymentProvider, "openSession" | "readSession" | "expireSession"> {
  const api = stripe.checkout.sessions;
  return {
    openSession: async (checkout) => {
      const { purpose, subjectId, attempt } = checkout;
      const idempotencyKey = `checkout:${purpose}:${subjectId}:${attempt}`;
      const session = api.create(sessionOf(checkout, returnUrl), {
        idempotencyKey,
      });
      return toSeenSession(await call("open session", session));
    },
    readSession: async (sessionId) => {
      const session = api.retrieve(sessionId, { expand: ["payment_intent"] });
      return toSeenSession(await call("read session", session));
    },
    expireSession: async ({ purpose, subjectId }, sessionId) => {
      // A session cannot expire twice, so a repetition needs no memory of the first answer, and must
      // not get it: a refusal would be replayed for a day.
      const idempotencyKey = `expire:${purpose}:${subjectId}:${randomUUID()}`;
      const session = api.expire(sessionId, {}, { idempotencyKey });
      return toSeenSession(await call("expire session", session));
    },
  };
}

function refunds(
  { stripe }: ProviderOptions,
  call: Call,
): Pick<PaymentProvider, "refund" | "listRefunds"> {
  return {
    refund: async (checkout, paymentIntentId) => {
      const { purpose, subjectId, refundAttempt } = checkout;
      const idempotencyKey = `refund:${purpose}:${subjectId}:${refundAttempt}`;
      const metadata = metadataOf(checkout, refundAttempt);
      const refund = stripe.refunds.create(
        { payment_intent: paymentIntentId, metadata },
        { idempotencyKey },
      );
      return toSeenRefund(await call("refund", refund));
    },
    listRefunds: async (paymentIntentId) => {
      const list = stripe.refunds.list({
        payment_intent: paymentIntentId,
        limit: REFUNDS_READ,
      });
      const { data } = await call("list refunds", list);
      return data.map(toSeenRefund);
    },
  };
}

/** Made of the written row alone: Stripe refuses a known idempotency key with other parameters. */
function sessionOf(
  checkout: Checkout,
  returnUrl: string,
): Stripe.Checkout.SessionCreateParams {
  const { subjectId, description } = checkout;
  const metadata = metadataOf(checkout, checkout.attempt);
  const backWith = (outcome: string) => {
    const url = new URL(returnUrl);
    url.searchParams.set("checkout", outcome);
    url.searchParams.set(checkout.purpose, subjectId);
    return url.href;
  };
  return {
    mode: "payment",
    client_reference_id: subjectId,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: checkout.currency.toLowerCase(),
          unit_amount: checkout.amountPaise,
          product_data: { name: description },
        },
      },
    ],
    metadata,
    payment_intent_data: { metadata, description },
    success_url: backWith("done"),
    cancel_url: backWith("left"),
    expires_at: Math.floor(checkout.expiresAt.getTime() / 1000),
  };
}
