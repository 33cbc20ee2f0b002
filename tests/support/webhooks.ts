import type { Stack } from "@rentezy/local";
import { createHmac } from "node:crypto";
import { secretOf } from "./stack.js";
import { sendOverWire, type WireAnswer } from "./wire.js";

/** Where Stripe delivers its webhooks. */
const WEBHOOK_PATH = "/api/public/payment/webhooks/stripe";

/** Stripe's signature of a body, made `secondsAgo`. */
export function signatureOf(
  stack: Stack,
  body: string | Buffer,
  secondsAgo = 0,
): string {
  const secret = secretOf(stack, "payment", "STRIPE_WEBHOOK_SECRET");
  const time = Math.floor(Date.now() / 1000) - secondsAgo;
  const seal = createHmac("sha256", secret).update(`${time}.`).update(body);
  return `t=${time},v1=${seal.digest("hex")}`;
}

/** Delivers a body byte for byte, as Stripe does; without a signature where none is given. */
export const deliverWebhook = (
  stack: Stack,
  body: string | Buffer,
  signature?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<WireAnswer> =>
  sendOverWire({
    port: stack.portBase,
    method: "POST",
    target: WEBHOOK_PATH,
    headers: {
      "content-type": "application/json",
      ...(signature !== undefined && { "stripe-signature": signature }),
      ...headers,
    },
    body,
  });
