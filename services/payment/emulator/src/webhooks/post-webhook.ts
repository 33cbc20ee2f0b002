import { signatureHeader } from "../domain/signature.js";

const TIMEOUT_MS = 20_000;

/** Posts a payload, signed at this moment. Resolves to the status of the answer; rejects when there is none. */
export type PostWebhook = (
  payload: string,
  signal: AbortSignal,
) => Promise<number>;

export function createPostWebhook(deps: {
  webhookUrl: string;
  webhookSecret: string;
  nowMs: () => number;
}): PostWebhook {
  return async (payload, signal) => {
    const timestamp = Math.floor(deps.nowMs() / 1000);
    const response = await fetch(deps.webhookUrl, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "stripe-signature": signatureHeader(
          payload,
          deps.webhookSecret,
          timestamp,
        ),
      },
      body: payload,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.status;
  };
}
