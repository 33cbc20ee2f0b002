import Stripe from "stripe";

export interface StripeSettings {
  readonly secretKey: string;
  /** Scheme, host and port: Stripe's own, or of what stands for it. */
  readonly apiBase: string;
  readonly timeoutMs: number;
}

/** Repeated by the client itself, with the same idempotency key. */
const RETRIES = 2;

/** The longest that one call can take, pauses between its tries included, in seconds. */
export const longestCallSeconds = (timeoutSeconds: number): number =>
  (RETRIES + 1) * timeoutSeconds + 10;

/** Stripe's official client. Its version pins the version of the API that it speaks. */
export function createStripeClient(settings: StripeSettings): Stripe {
  const base = new URL(settings.apiBase);
  const isSecure = base.protocol === "https:";
  return new Stripe(settings.secretKey, {
    protocol: isSecure ? "https" : "http",
    host: base.hostname,
    port: base.port === "" ? (isSecure ? 443 : 80) : base.port,
    timeout: settings.timeoutMs,
    maxNetworkRetries: RETRIES,
    telemetry: false,
  });
}
