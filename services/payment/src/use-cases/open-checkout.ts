import type { OpenCheckoutRequest } from "@rentezy/contracts";
import type { Logger } from "@rentezy/telemetry";
import { setTimeout as delay } from "node:timers/promises";
import {
  applySession,
  newCheckout,
  nextAttempt,
  type Checkout,
  type SeenSession,
  type Subject,
} from "../domain/checkout.js";
import {
  providerUnavailable,
  ProviderRefusal,
  subjectMismatch,
} from "../domain/errors.js";
import type { Checkouts, PaymentProvider } from "./ports.js";

interface World {
  readonly checkouts: Checkouts;
  readonly provider: PaymentProvider;
  readonly expireCheckout: (subject: Subject) => Promise<Checkout>;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** How long a request waits for another that is opening the same checkout. */
const WAIT_FOR_OTHER_MS = 3_000;
const LOOK_EVERY_MS = 50;

/**
 * Opens a subject's checkout, once however often it is asked. It is written down before Stripe
 * hears of it, so that a crash at any line leaves what a repetition or the sweeper finishes.
 *
 * @throws DomainError `PAYMENT.SUBJECT_MISMATCH`, `PAYMENT.PROVIDER_REFUSED`,
 *   `PAYMENT.PROVIDER_UNAVAILABLE`.
 */
export const openCheckout =
  (world: World) =>
  async (
    wish: OpenCheckoutRequest,
  ): Promise<{ readonly created: boolean; readonly checkout: Checkout }> => {
    const { created, checkout } = await world.checkouts.add(
      newCheckout(wish, world.now()),
    );
    const isClosedBeforehand = checkout.attempt === 0;
    // INR is the only currency there is, so it cannot differ.
    if (checkout.amountPaise !== wish.amountPaise && !isClosedBeforehand)
      throw subjectMismatch();
    const turn = await turnToOpen(world.checkouts, checkout);
    try {
      return { created, checkout: await finishOpening(world)(turn.checkout) };
    } finally {
      if (turn.claimed) await world.checkouts.release(checkout);
    }
  };

/** Opens the session of a checkout that was written down; one that is closing is closed instead. */
export const finishOpening =
  (world: World) =>
  async (checkout: Checkout): Promise<Checkout> => {
    if (checkout.closing) return world.expireCheckout(checkout);
    return checkout.status === "opening"
      ? openSession(world, checkout)
      : checkout;
  };

/**
 * Resolves when this request may open the session, or nobody needs to any more. A request that
 * waited in vain goes on all the same: the other may have died, and the idempotency key gives both
 * the same session.
 */
async function turnToOpen(
  checkouts: Checkouts,
  first: Checkout,
): Promise<{ readonly checkout: Checkout; readonly claimed: boolean }> {
  const deadline = performance.now() + WAIT_FOR_OTHER_MS;
  let checkout = first;
  while (checkout.status === "opening" && !checkout.closing) {
    const claimed = await checkouts.claim(checkout);
    // Between the last look and the claim, another may have finished.
    checkout = (await checkouts.find(checkout)) ?? checkout;
    if (claimed) return { checkout, claimed };
    if (performance.now() > deadline) break;
    await delay(LOOK_EVERY_MS);
  }
  return { checkout, claimed: false };
}

async function openSession(world: World, asked: Checkout): Promise<Checkout> {
  const { checkouts, provider, now } = world;
  try {
    const seen = await provider.openSession(asked);
    const checkout = await checkouts.change(asked, (current) =>
      applySession(current, seen),
    );
    if (checkout.sessionId !== seen.sessionId) {
      await endUntold(world, asked, seen);
      // What the other attempt has made is not known yet: whoever asks again hears it.
      if (checkout.status === "opening") throw providerUnavailable();
      return checkout;
    }
    return checkout.closing ? await world.expireCheckout(checkout) : checkout;
  } catch (error) {
    if (error instanceof ProviderRefusal) {
      await checkouts.change(asked, (current) =>
        nextAttempt(current, asked.attempt, now()),
      );
    }
    throw error;
  }
}

/** Another attempt has won meanwhile. Nobody was told of this session; it would end by itself, later. */
async function endUntold(
  { provider, logger }: World,
  subject: Subject,
  { sessionId }: SeenSession,
): Promise<void> {
  await provider
    .expireSession(subject, sessionId)
    .catch((error: unknown) =>
      logger.warn({ err: error, sessionId }, "an untold session stays open"),
    );
}
