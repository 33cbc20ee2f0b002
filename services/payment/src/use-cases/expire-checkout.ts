import {
  applyNeverOpened,
  applySession,
  close,
  closedBeforehand,
  isSettled,
  type Checkout,
  type SeenSession,
  type Subject,
} from "../domain/checkout.js";
import { ProviderRefusal, providerUnavailable } from "../domain/errors.js";
import type { Checkouts, PaymentProvider } from "./ports.js";
import { refreshCheckout } from "./read-checkout.js";

interface World {
  readonly checkouts: Checkouts;
  readonly provider: PaymentProvider;
  readonly now: () => Date;
}

/**
 * Closes a checkout and answers how it really ended: expired, or complete because the payer was
 * faster. The wish is written down first, so that no session is handed out after it and the
 * sweeper finishes what a crash leaves.
 *
 * @throws DomainError `PAYMENT.PROVIDER_UNAVAILABLE` when Stripe does not say; the wish stays.
 */
export const expireCheckout =
  (world: World) =>
  async (subject: Subject): Promise<Checkout> => {
    const { checkouts, now } = world;
    const { created, checkout } = await checkouts.add(
      closedBeforehand(subject, now()),
    );
    if (created) return checkout;
    const closing = await checkouts.change(checkout, close);
    if (isSettled(closing)) return closing;
    const known = await learnSession(world, closing);
    if (isSettled(known) || known.sessionId === null) return known;
    if (known.status === "complete") return refreshCheckout(world)(known);
    const seen = await endSession(world, known, known.sessionId);
    return checkouts.change(known, (current) => applySession(current, seen));
  };

/**
 * An attempt may have made a session although its answer was lost. The same request again makes
 * Stripe tell which; a refusal means that there is none which anybody could have been told of.
 */
async function learnSession(
  { checkouts, provider }: World,
  checkout: Checkout,
): Promise<Checkout> {
  if (checkout.sessionId !== null) return checkout;
  try {
    const seen = await provider.openSession(checkout);
    return await checkouts.change(checkout, (current) =>
      applySession(current, seen),
    );
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    return checkouts.change(checkout, (current) =>
      applyNeverOpened(current, checkout.attempt),
    );
  }
}

/** Stripe expires open sessions only; of any other it tells how it ended when asked. */
async function endSession(
  { provider }: World,
  subject: Subject,
  sessionId: string,
): Promise<SeenSession> {
  try {
    return await provider.expireSession(subject, sessionId);
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    const seen = await provider.readSession(sessionId);
    if (seen.status === "open") throw providerUnavailable();
    return seen;
  }
}
