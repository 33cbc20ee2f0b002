import { isSettled, type Booking } from "./booking.js";

/** What works for a booking in the background. */
export type Saga = "booking-saga" | "refund-saga";

type Watched = Pick<Booking, "status" | "holdExpiresAt" | "checkoutUrl">;

/** The saga without which nothing would happen to the booking any more; undefined when nothing needs to. */
export function neededSaga({ status }: Pick<Booking, "status">) {
  if (status === "refunding") return "refund-saga";
  return isSettled(status) ? undefined : "booking-saga";
}

/** True while the booking waits for its tenant, who has the page to pay on: then its saga may sleep. */
export const mayRest = (booking: Watched, now: Date): boolean =>
  booking.status === "reserved" &&
  booking.checkoutUrl !== null &&
  now < booking.holdExpiresAt;

/** What its saga would do next for a booking that needs one: for when there is no saga to be had. */
export function nextStep(
  { status, holdExpiresAt }: Watched,
  now: Date,
): "open-checkout" | "end-hold" | "refund-payment" {
  if (status === "refunding") return "refund-payment";
  return status === "reserved" && now < holdExpiresAt
    ? "open-checkout"
    : "end-hold";
}

/** A saga with something to do makes a step at least this often, in milliseconds ... */
const SILENCE_MS = 10_000;

/** No saga pauses for longer than this, however long it has asked, in milliseconds. */
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * True when a saga that has something to do should have made another step by now. One that asks again and again,
 * for slow money or a refund, may wait for as long as it has asked already. One that pauses because payment is away
 * may be taken for silent too: begun anew, it asks at once, which does no harm.
 *
 * @param mendedAt when the saga was started anew, if it was: it has asked only since.
 */
export function isSilent(
  lastStepAt: Date,
  { holdExpiresAt }: Pick<Booking, "holdExpiresAt">,
  now: Date,
  mendedAt: Date | null = null,
): boolean {
  const since = Math.max(holdExpiresAt.getTime(), mendedAt?.getTime() ?? 0);
  const asked = Math.max(0, lastStepAt.getTime() - since);
  const asking = Math.min(asked, LONGEST_PAUSE_MS);
  return now.getTime() - lastStepAt.getTime() > SILENCE_MS + asking;
}

/** For how long the engine is asked to end a saga that nothing needs, in milliseconds: it may be unable to for good. */
const MOST_ASKED_MS = 86_400_000;

/** True when it is time to forget a booking of which all that is left to do is to end its saga. */
export const isHopeless = (notedAt: Date, now: Date): boolean =>
  now.getTime() - notedAt.getTime() > MOST_ASKED_MS;
