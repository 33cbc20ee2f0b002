import type { Logger } from "@rentezy/telemetry";
import Stripe from "stripe";
import { ProviderRefusal, providerUnavailable } from "../domain/errors.js";

/**
 * Statuses that leave open what Stripe did or will do with the request, or say that it did nothing
 * because of us: a wrong key (401, 403), the same request still under way (409), too many (429).
 * The same idempotency key is then the right one to ask again with.
 */
const UNDECIDED = new Set([401, 403, 409, 429]);

/** Turns a failed call into what it means for us; the log gets Stripe's reason, without bodies. */
export function toFailure(
  error: unknown,
  operation: string,
  logger: Logger,
): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { statusCode, type, code, param, requestId } = error;
  logger.warn(
    {
      operation,
      status: statusCode,
      type,
      code,
      param,
      stripeRequest: requestId,
    },
    "Stripe did not do as asked",
  );
  return statusCode === undefined || UNDECIDED.has(statusCode)
    ? providerUnavailable()
    : new ProviderRefusal(statusCode);
}
