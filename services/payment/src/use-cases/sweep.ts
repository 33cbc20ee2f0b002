import type { Logger } from "@rentezy/telemetry";
import { setTimeout as delay } from "node:timers/promises";
import {
  isSettled,
  SESSION_LIFETIME_MS,
  type Checkout,
  type Subject,
} from "../domain/checkout.js";
import type { Checkouts, Due } from "./ports.js";

interface World {
  readonly checkouts: Checkouts;
  readonly finishOpening: (checkout: Checkout) => Promise<Checkout>;
  readonly expireCheckout: (subject: Subject) => Promise<Checkout>;
  readonly lookAtSession: (checkout: Checkout) => Promise<Checkout>;
  readonly refreshRefunds: (checkout: Checkout) => Promise<Checkout>;
  readonly refundPayment: (subject: Subject) => Promise<Checkout>;
  readonly now: () => Date;
  readonly logger: Logger;
  /** Checkouts that are looked at side by side. */
  readonly batch: number;
  /** No new batch is begun after this long. */
  readonly budgetMs: number;
}

/**
 * Nobody waits for a sweep, and people wait for what runs beside it: batches come with pauses between
 * them, each shorter than the one before, so that a long queue is soon worked off at full speed.
 */
const FIRST_PAUSE_MS = 400;
const SHORTER = 0.9;

/**
 * Learns from Stripe what no webhook has told, and finishes what a dead caller began. Answers how
 * many checkouts were looked at; one that cannot be dealt with now does not stop the others.
 */
export const sweep = (world: World) => async (): Promise<number> => {
  const { checkouts, batch, budgetMs } = world;
  const deadline = performance.now() + budgetMs;
  let looks = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= SHORTER) {
    const due = await checkouts.claimDue(batch);
    await Promise.all(due.map((each) => look(world, each)));
    looks += due.length;
    if (due.length < batch || performance.now() > deadline) break;
    await delay(pauseMs);
  }
  await checkouts.forgetOldWebhooks();
  return looks;
};

async function look(world: World, due: Due): Promise<void> {
  const { purpose, subjectId } = due.checkout;
  try {
    await reconcile(world, due.checkout);
  } catch (error) {
    const whose = { purpose, subjectId };
    world.logger.warn(
      { err: error, ...whose },
      "could not reconcile a checkout",
    );
  }
  await world.checkouts.looked(due);
}

async function reconcile(world: World, checkout: Checkout): Promise<void> {
  const isUnderWay = checkout.status === "opening" || checkout.closing;
  if (isUnderWay && !isSettled(checkout)) {
    await finishUnderWay(world, checkout);
    return;
  }
  const current =
    checkout.money === "paid" ? checkout : await world.lookAtSession(checkout);
  if (current.money !== "paid") return;
  if (current.refundWanted) await world.refundPayment(current);
  else await world.refreshRefunds(current);
}

/** A checkout that nobody came back for as long as its session would have lived is closed, not opened. */
async function finishUnderWay(world: World, checkout: Checkout): Promise<void> {
  const age = world.now().getTime() - checkout.createdAt.getTime();
  const isAbandoned = age > SESSION_LIFETIME_MS;
  await (isAbandoned
    ? world.expireCheckout(checkout)
    : world.finishOpening(checkout));
}
