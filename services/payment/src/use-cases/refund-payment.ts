import {
  applyRefund,
  nextRefundAttempt,
  unchanged,
  wantRefund,
  type Checkout,
  type SeenRefund,
  type Subject,
} from "../domain/checkout.js";
import { nothingToRefund, ProviderRefusal } from "../domain/errors.js";
import type { Checkouts, PaymentProvider } from "./ports.js";
import { refreshCheckout } from "./read-checkout.js";

interface World {
  readonly checkouts: Checkouts;
  readonly provider: PaymentProvider;
}

/**
 * Gives a subject's payment back in full, once however often it is asked; a refund that failed may
 * be asked for again.
 *
 * @throws DomainError `PAYMENT.NOTHING_TO_REFUND`, `PAYMENT.PROVIDER_REFUSED`,
 *   `PAYMENT.PROVIDER_UNAVAILABLE`; after the last the sweeper goes on with it.
 */
export const refundPayment =
  (world: World) =>
  async (subject: Subject): Promise<Checkout> => {
    const { checkouts } = world;
    const known = await checkouts.find(subject);
    if (!known) throw nothingToRefund();
    const checkout = await refreshCheckout(world)(known);
    if (checkout.money !== "paid") throw nothingToRefund();
    const wanting = await checkouts.change(checkout, wantRefund);
    if (!wanting.refundWanted) return wanting;
    const seen = await askForRefund(world, wanting);
    return applyRefunds(checkouts, wanting, seen);
  };

/** Reads from Stripe what has become of the refunds of a payment. */
export const refreshRefunds =
  ({ checkouts, provider }: World) =>
  async (checkout: Checkout): Promise<Checkout> => {
    if (checkout.paymentIntentId === null) return checkout;
    const seen = await provider.listRefunds(checkout.paymentIntentId);
    return applyRefunds(checkouts, checkout, seen);
  };

/** What Stripe refuses may have been refunded before, by a person or by an attempt that seemed to fail. */
async function askForRefund(
  { checkouts, provider }: World,
  wanting: Checkout,
): Promise<readonly SeenRefund[]> {
  const { paymentIntentId, refundAttempt } = wanting;
  if (paymentIntentId === null) throw nothingToRefund();
  try {
    return [await provider.refund(wanting, paymentIntentId)];
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    const seen = await provider.listRefunds(paymentIntentId);
    const after = await applyRefunds(checkouts, wanting, seen);
    if (!after.refundWanted) return [];
    await checkouts.change(wanting, (current) =>
      nextRefundAttempt(current, refundAttempt),
    );
    throw error;
  }
}

async function applyRefunds(
  checkouts: Checkouts,
  subject: Subject,
  seen: readonly SeenRefund[],
): Promise<Checkout> {
  return checkouts.change(subject, (current) =>
    seen.reduce(({ checkout, announcements }, refund) => {
      const next = applyRefund(checkout, refund);
      return {
        checkout: next.checkout,
        announcements: [...announcements, ...next.announcements],
      };
    }, unchanged(current)),
  );
}
