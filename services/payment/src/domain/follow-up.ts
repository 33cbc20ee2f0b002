import { type Checkout, isSettled } from "./checkout.js";
import { refundStatus } from "./refund.js";

export interface Pace {
  /** A checkout is left to its caller and to webhooks for this long. */
  readonly afterSeconds: number;
  /** The longest time between two looks. */
  readonly maxIntervalSeconds: number;
}

/** True while Stripe may know more than we do. */
function isUnfinished(checkout: Checkout): boolean {
  return (
    !isSettled(checkout) ||
    checkout.refundWanted ||
    refundStatus(checkout.refunds, checkout.amountPaise) === "pending"
  );
}

/**
 * When the sweeper looks at a checkout next: at doubling intervals while nothing changes, and soon
 * after its session ends. Null when there is nothing to learn.
 *
 * @param looks how often it was looked at in vain since it last changed.
 */
export function nextLook(
  checkout: Checkout,
  looks: number,
  pace: Pace,
  now: Date,
): Date | null {
  if (!isUnfinished(checkout)) return null;
  const after = pace.afterSeconds * 1000;
  const interval = Math.min(
    after * 2 ** Math.min(looks, 20),
    pace.maxIntervalSeconds * 1000,
  );
  const regular = now.getTime() + interval;
  const ends = checkout.expiresAt.getTime() + after;
  const isBeforeEnd = checkout.status === "open" && ends > now.getTime();
  return new Date(isBeforeEnd ? Math.min(regular, ends) : regular);
}
