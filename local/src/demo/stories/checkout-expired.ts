import { conclude } from "../checks.js";
import type { Outcome } from "../checks.js";
import type { Stage } from "../stage.js";
import { sessionOf } from "../stripe.js";
import type { Cast } from "./opening.js";

/** Stripe closes the page before anybody pays, and says so. */
export async function checkoutExpired(
  stage: Stage,
  { tenant, rooms }: Cast,
): Promise<Outcome> {
  stage.chapter("Checkout expired: Stripe closes the page");
  const made = await stage.reserve(tenant, rooms.expired);
  const page = await stage.checkout(made);
  await stage.act(
    "30 minutes pass at Stripe (the emulator pretends)",
    () => stage.stripe.expire(sessionOf(page)),
    (status) => `the session is ${status}; its webhook is on the way`,
  );
  return conclude(stage, made, {
    ending: "checkout expired",
    status: "cancelled",
    reason: "checkout_expired",
    left: 1,
  });
}
