import { type Checkout, isSettled } from "./checkout.js";
import { refundStatus } from "./refund.js";

export interface Pace {
  /** A checkout is left to its caller and to webhooks for this long. */
  readonly afterSeconds: number;
  /** The longest time between two looks. */
  readonly maxIntervalSeconds: number;
}

/** How much longer each wait is than the last one when all seems over: 20 seconds, 80 seconds, 5 minutes ... */
const LOOK_BACK_FACTOR = 4;

/** The last look comes after five days; Stripe gives up repeating a webhook after three. */
const LOOKS_BACK = 8;

/** True while Stripe may know more than we do. */
function isUnfinished(checkout: Checkout): boolean {
  return (
    !isSettled(checkout) ||
    checkout.refundWanted ||
    refundStatus(checkout.refunds, checkout.amountPaise) === "pending"
  );
}

/**
 * Over without money, which may come all the same; or refunded, which a bank may send back. A webhook tells it, and
 * a webhook can be lost.
 */
function mayChangeYet(checkout: Checkout): boolean {
  return checkout.money === "paid"
    ? refundStatus(checkout.refunds, checkout.amountPaise) === "succeeded"
    : checkout.sessionId !== null;
}

/** A refund that Stripe refuses is a change each time, and no reason to be quick about the next. */
const vainLooks = ({ refundWanted, refundAttempt }: Checkout, looks: number) =>
  refundWanted ? Math.max(looks, refundAttempt - 1) : looks;

/**
 * When the sweeper looks at a checkout next: at doubling intervals while nothing changes, and soon
 * after its session ends; some more times, ever more rarely, when it is over and nobody has paid, or all was given
 * back.
 * Null when there is nothing to learn.
 *
 * @param looks how often it was looked at in vain since it last changed.
 */
export function nextLook(
  checkout: Checkout,
  looks: number,
  pace: Pace,
  now: Date,
): Date | null {
  const after = pace.afterSeconds * 1000;
  if (!isUnfinished(checkout)) {
    const isWorthwhile = mayChangeYet(checkout) && looks < LOOKS_BACK;
    return isWorthwhile
      ? new Date(now.getTime() + after * LOOK_BACK_FACTOR ** looks)
      : null;
  }
  const interval = Math.min(
    after * 2 ** Math.min(vainLooks(checkout, looks), 20),
    pace.maxIntervalSeconds * 1000,
  );
  const regular = now.getTime() + interval;
  const ends = checkout.expiresAt.getTime() + after;
  const isBeforeEnd = checkout.status === "open" && ends > now.getTime();
  return new Date(isBeforeEnd ? Math.min(regular, ends) : regular);
}
