import type { Logger } from "@rentezy/telemetry";
import { applyStripeEvent } from "./apply-stripe-event.js";
import { expireCheckout } from "./expire-checkout.js";
import { finishOpening, openCheckout } from "./open-checkout.js";
import type { Checkouts, PaymentProvider } from "./ports.js";
import { lookAtSession, readCheckout } from "./read-checkout.js";
import { refreshRefunds, refundPayment } from "./refund-payment.js";
import { sweep } from "./sweep.js";

/** What the stories of this service need of the world. */
export interface World {
  readonly checkouts: Checkouts;
  readonly provider: PaymentProvider;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly sweeper: { readonly batch: number; readonly budgetMs: number };
}

/** Everything that can be asked of this service. */
export type Stories = ReturnType<typeof createStories>;

/** Ties the stories together: some are told by others. */
export function createStories(world: World) {
  const expire = expireCheckout(world);
  const opening = { ...world, expireCheckout: expire };
  const refund = refundPayment(world);
  return {
    openCheckout: openCheckout(opening),
    readCheckout: readCheckout(world),
    expireCheckout: expire,
    refundPayment: refund,
    applyStripeEvent: applyStripeEvent(world),
    sweep: sweep({
      ...world,
      ...world.sweeper,
      finishOpening: finishOpening(opening),
      expireCheckout: expire,
      lookAtSession: lookAtSession(world),
      refreshRefunds: refreshRefunds(world),
      refundPayment: refund,
    }),
  };
}
