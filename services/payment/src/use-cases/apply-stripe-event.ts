import type { Logger } from "@rentezy/telemetry";
import {
  applyRefund,
  applySession,
  unchanged,
  type SeenRefund,
  type SeenSession,
} from "../domain/checkout.js";
import type { Checkouts, WebhookId, WebhookResult, Whose } from "./ports.js";

/** What a webhook tells, in our words. `whose` is absent when it names nothing of ours. */
export type StripeNews =
  | {
      readonly kind: "session";
      readonly whose: Whose | undefined;
      readonly seen: SeenSession;
    }
  | {
      readonly kind: "refund";
      readonly whose: Whose | undefined;
      readonly seen: SeenRefund;
    }
  | { readonly kind: "hint"; readonly whose: Whose }
  | { readonly kind: "other" };

/** A webhook that Stripe has signed. */
export interface SignedWebhook {
  readonly webhook: WebhookId;
  readonly news: StripeNews;
}

interface World {
  readonly checkouts: Checkouts;
  readonly logger: Logger;
}

/** Applies a webhook once. What it resolves is committed: only then may Stripe hear 200. */
export const applyStripeEvent =
  ({ checkouts, logger }: World) =>
  async (webhook: WebhookId, news: StripeNews): Promise<WebhookResult> => {
    const result = await apply({ checkouts, logger }, webhook, news);
    logger.info(
      { stripeEvent: webhook.id, type: webhook.type, result },
      "webhook received",
    );
    return result;
  };

function apply(
  { checkouts, logger }: World,
  webhook: WebhookId,
  news: StripeNews,
): Promise<WebhookResult> {
  switch (news.kind) {
    case "session":
      return checkouts.changeOnce(webhook, news.whose, (checkout) => {
        const change = applySession(checkout, news.seen);
        if (news.seen.money === "paid" && change.checkout.money !== "paid") {
          // Cannot be, since nobody was told of it; should it be, a person must give it back.
          const { sessionId } = news.seen;
          logger.error({ sessionId }, "a session that lost its turn was paid");
        }
        return change;
      });
    case "refund":
      return checkouts.changeOnce(webhook, news.whose, (checkout) =>
        applyRefund(checkout, news.seen),
      );
    case "hint":
      return checkouts.lookOnce(webhook, news.whose);
    case "other":
      return checkouts.changeOnce(webhook, undefined, unchanged);
  }
}
