/** How long a webhook is tried: 1 s, 2 s, 4 s ... 15 s apart, until a 2xx or for three days. */
import type { Delivery } from "./records.js";

const FIRST_DELAY_MS = 1_000;
/** Stripe waits for hours in the end; here whatever was away is made up for soon after its return. */
const MAX_DELAY_MS = 15_000;
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000;

/** The delivery after an attempt that got no 2xx. */
export function afterFailure(delivery: Delivery, nowMs: number): Delivery {
  const attempts = delivery.attempts + 1;
  if (nowMs - delivery.createdMs >= GIVE_UP_AFTER_MS)
    return { ...delivery, attempts, status: "abandoned" };
  const delay = Math.min(FIRST_DELAY_MS * 2 ** delivery.attempts, MAX_DELAY_MS);
  return { ...delivery, attempts, dueAtMs: nowMs + delay };
}

/** The delivery after a 2xx. */
export const afterSuccess = (delivery: Delivery): Delivery => ({
  ...delivery,
  attempts: delivery.attempts + 1,
  status: "delivered",
});
