import { conclude } from "../checks.js";
import type { Outcome } from "../checks.js";
import type { Stage } from "../stage.js";
import type { Cast } from "./opening.js";

/** The tenant cancels before paying; the room goes back once Stripe has closed the page. */
export async function cancelledByTenant(
  stage: Stage,
  { tenant, rooms }: Cast,
): Promise<Outcome> {
  stage.chapter("Cancelled by the tenant");
  const made = await stage.reserve(tenant, rooms.cancelled);
  await stage.checkout(made);
  await stage.cancel(made);
  return conclude(stage, made, {
    ending: "cancelled by the tenant",
    status: "cancelled",
    reason: "tenant",
    left: 1,
  });
}
