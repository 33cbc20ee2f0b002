import { DomainError, type ErrorTable } from "@rentezy/contracts";

/** Seconds after which asking again makes sense while Stripe does not answer. */
const ASK_AGAIN_SECONDS = 2;

/** How the refusals of this service are answered. */
export const paymentErrors = {
  "PAYMENT.CHECKOUT_NOT_FOUND": {
    status: 404,
    title: "There is no such checkout",
  },
  "PAYMENT.SUBJECT_MISMATCH": {
    status: 409,
    title: "The subject has a checkout of another amount",
  },
  "PAYMENT.NOTHING_TO_REFUND": {
    status: 409,
    title: "Nothing was captured for the subject",
  },
  "PAYMENT.SIGNATURE_INVALID": {
    status: 400,
    title: "The webhook's signature is not valid",
  },
  "PAYMENT.EVENT_INVALID": {
    status: 400,
    title: "The webhook's body is no event",
  },
  "PAYMENT.PROVIDER_REFUSED": {
    status: 502,
    title: "The payment provider refused the request",
  },
  "PAYMENT.PROVIDER_UNAVAILABLE": {
    status: 503,
    title: "The payment provider does not answer",
  },
} as const satisfies ErrorTable;

type Code = keyof typeof paymentErrors;

const refusal = (code: Code, message: string, retryAfterSeconds?: number) =>
  new DomainError(code, message, retryAfterSeconds);

/** Nobody asked to open a checkout for this subject. */
export const checkoutNotFound = () =>
  refusal("PAYMENT.CHECKOUT_NOT_FOUND", "The subject has no checkout.");

/** One subject is paid once: the same subject with another price is a mistake of the caller. */
export const subjectMismatch = () =>
  refusal(
    "PAYMENT.SUBJECT_MISMATCH",
    "The amount or currency differs from the first request's.",
  );

/** There is no money of this subject to give back. */
export const nothingToRefund = () =>
  refusal(
    "PAYMENT.NOTHING_TO_REFUND",
    "No payment of the subject was captured.",
  );

/** The webhook was not signed by Stripe with our secret, or too long ago. */
export const signatureInvalid = () =>
  refusal(
    "PAYMENT.SIGNATURE_INVALID",
    "Send Stripe's own signature over the unchanged body.",
  );

/** Stripe signed it, and yet it is not what Stripe's events look like. */
export const eventInvalid = () =>
  refusal("PAYMENT.EVENT_INVALID", "An event has an id, a type and data.");

/** Stripe said no; repeating the same changes nothing. */
export const providerRefused = () =>
  refusal("PAYMENT.PROVIDER_REFUSED", "The log has the provider's reason.");

/** What Stripe did, or would do, is not known; asking again is safe. */
export const providerUnavailable = () =>
  refusal(
    "PAYMENT.PROVIDER_UNAVAILABLE",
    "Ask again: it is safe to repeat.",
    ASK_AGAIN_SECONDS,
  );

/**
 * Stripe has decided: it refused (4xx), or failed (5xx) and would say so again for this idempotency
 * key. Either way another attempt needs another key.
 */
export class ProviderRefusal extends DomainError {
  constructor(status: number) {
    const { code, message, retryAfterSeconds } =
      status >= 500 ? providerUnavailable() : providerRefused();
    super(code, message, retryAfterSeconds);
  }
}
