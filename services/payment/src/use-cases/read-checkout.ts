import {
  applySession,
  isSettled,
  type Checkout,
  type Subject,
} from "../domain/checkout.js";
import { checkoutNotFound } from "../domain/errors.js";
import type { Checkouts, PaymentProvider } from "./ports.js";
import { isWithoutEffect } from "./without-effect.js";

interface World {
  readonly checkouts: Checkouts;
  readonly provider: PaymentProvider;
}

/** Asks Stripe how the checkout's session is, if there is one: also when it seems to be over. */
export const lookAtSession =
  ({ checkouts, provider }: World) =>
  async (checkout: Checkout): Promise<Checkout> => {
    if (checkout.sessionId === null) return checkout;
    const seen = await provider.readSession(checkout.sessionId);
    // Most of the time there is no news, and then nothing to lock.
    if (isWithoutEffect(applySession(checkout, seen), checkout))
      return checkout;
    return checkouts.change(checkout, (current) => applySession(current, seen));
  };

/** Asks Stripe how the checkout's session is, unless that is settled or there is none yet. */
export const refreshCheckout =
  (world: World) =>
  async (checkout: Checkout): Promise<Checkout> =>
    isSettled(checkout) ? checkout : lookAtSession(world)(checkout);

/**
 * A checkout as it is now, not as the last webhook left it.
 *
 * @throws DomainError `PAYMENT.CHECKOUT_NOT_FOUND`, `PAYMENT.PROVIDER_UNAVAILABLE`.
 */
export const readCheckout =
  (world: World) =>
  async (subject: Subject): Promise<Checkout> => {
    const checkout = await world.checkouts.find(subject);
    if (!checkout) throw checkoutNotFound();
    return refreshCheckout(world)(checkout);
  };
