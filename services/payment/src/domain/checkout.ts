import type { PaymentPurpose } from "@rentezy/contracts";
import { refundStatus, type Refund } from "./refund.js";

/** How long a session can be paid, in milliseconds: Stripe wants 30 minutes at least, and clocks differ. */
export const SESSION_LIFETIME_MS = 31 * 60_000;

/** In the order of life. A session is complete or expired for good; should both be told, money wins. */
const STATUSES = ["opening", "open", "expired", "complete"] as const;
export type CheckoutStatus = (typeof STATUSES)[number];

/** Least certain first: money that has come does not go, whatever is heard later. */
const MONEY = ["unpaid", "failed", "paid"] as const;
export type Money = (typeof MONEY)[number];

export interface Subject {
  readonly purpose: PaymentPurpose;
  readonly subjectId: string;
}

/** Everything known of the payment of one subject. */
export interface Checkout extends Subject {
  /** Integer paise; 0 in a checkout that was closed before anybody asked to open it. */
  readonly amountPaise: number;
  readonly currency: "INR";
  readonly description: string;
  /** Numbers the sessions asked of Stripe; grows when Stripe has refused for good. 0: none was asked for. */
  readonly attempt: number;
  readonly status: CheckoutStatus;
  readonly money: Money;
  /** Somebody wants it closed: from then on no session is handed out. */
  readonly closing: boolean;
  readonly sessionId: string | null;
  readonly url: string | null;
  readonly expiresAt: Date;
  readonly paymentIntentId: string | null;
  readonly refunds: readonly Refund[];
  /** Numbers the refunds asked of Stripe. */
  readonly refundAttempt: number;
  /** A refund was asked for and Stripe's answer to it is not known yet. */
  readonly refundWanted: boolean;
  readonly refundAnnounced: boolean;
  readonly createdAt: Date;
}

/** What may be announced of a checkout, each at most once. */
export type Announcement =
  | "payment.succeeded.v1"
  | "payment.failed.v1"
  | "payment.expired.v1"
  | "payment.refunded.v1";

/** A checkout after something was heard of it, and what is new in that to others. */
export interface Change {
  readonly checkout: Checkout;
  readonly announcements: readonly Announcement[];
}

/** What Stripe says of a session, by webhook or when asked. */
export interface SeenSession {
  readonly sessionId: string;
  /** The attempt that asked for it; null when the session is not of our making. */
  readonly attempt: number | null;
  readonly status: "open" | "complete" | "expired";
  readonly money: Money;
  readonly url: string | null;
  readonly expiresAt: Date;
  readonly paymentIntentId: string | null;
}

/** What Stripe says of a refund. */
export interface SeenRefund extends Refund {
  /** The attempt that asked for it; null for a refund that a person made. */
  readonly attempt: number | null;
}

export const unchanged = (checkout: Checkout): Change => ({
  checkout,
  announcements: [],
});

/** A checkout that is written down before Stripe hears of it. */
export function newCheckout(
  wish: Subject & {
    readonly amountPaise: number;
    readonly currency: "INR";
    readonly description: string;
  },
  now: Date,
): Checkout {
  return {
    ...wish,
    attempt: 1,
    status: "opening",
    money: "unpaid",
    closing: false,
    sessionId: null,
    url: null,
    expiresAt: expiryFrom(now),
    paymentIntentId: null,
    refunds: [],
    refundAttempt: 0,
    refundWanted: false,
    refundAnnounced: false,
    createdAt: now,
  };
}

/** Stands for a checkout that was closed before it was asked for, so that a late request cannot open it. */
export function closedBeforehand(subject: Subject, now: Date): Checkout {
  const { purpose, subjectId } = subject;
  const wish = { purpose, subjectId, amountPaise: 0, currency: "INR" as const };
  return {
    ...newCheckout({ ...wish, description: "" }, now),
    attempt: 0,
    status: "expired",
    closing: true,
    expiresAt: now,
  };
}

/** True when the session can become nothing else any more. */
export function isSettled(checkout: Checkout): boolean {
  if (checkout.status === "complete") return checkout.money !== "unpaid";
  return checkout.status === "expired";
}

/**
 * The checkout after `seen`. Status and money only ever move forward, so sessions seen late, twice
 * or in any order lead to the same end. A session that is not this checkout's changes nothing.
 */
export function applySession(checkout: Checkout, seen: SeenSession): Change {
  if (!isItsSession(checkout, seen)) return unchanged(checkout);
  const status = later(STATUSES, checkout.status, seen.status);
  const after = {
    ...checkout,
    status,
    money: later(MONEY, checkout.money, seen.money),
    sessionId: seen.sessionId,
    url: status === "open" ? (seen.url ?? checkout.url) : null,
    expiresAt: seen.expiresAt,
    paymentIntentId: seen.paymentIntentId ?? checkout.paymentIntentId,
  };
  return withRefundNews({
    checkout: after,
    announcements: newsOf(checkout, after),
  });
}

/** Stripe has made no session that anybody knows of, and none will be asked for: the end of a closing checkout. */
export function applyNeverOpened(checkout: Checkout, attempt: number): Change {
  const isThisAttempt =
    checkout.status === "opening" && checkout.attempt === attempt;
  if (!isThisAttempt || !checkout.closing) return unchanged(checkout);
  return {
    checkout: { ...checkout, status: "expired" },
    announcements: ["payment.expired.v1"],
  };
}

/** Stripe has refused an attempt for good, and would repeat that for a day: the next one has another key. */
export function nextAttempt(
  checkout: Checkout,
  refused: number,
  now: Date,
): Change {
  const isRefused =
    checkout.status === "opening" &&
    checkout.attempt === refused &&
    !checkout.closing;
  if (!isRefused) return unchanged(checkout);
  return unchanged({
    ...checkout,
    attempt: refused + 1,
    expiresAt: expiryFrom(now),
  });
}

/** From now on nobody is told of a session; a settled checkout stays as it is. */
export function close(checkout: Checkout): Change {
  return unchanged(
    isSettled(checkout) ? checkout : { ...checkout, closing: true },
  );
}

/** Asks for the money back. Changes nothing while a refund is under way or done. */
export function wantRefund(checkout: Checkout): Change {
  const status = refundStatus(checkout.refunds, checkout.amountPaise);
  const isSetOff = status === "pending" || status === "succeeded";
  if (checkout.money !== "paid" || checkout.refundWanted || isSetOff)
    return unchanged(checkout);
  return unchanged({
    ...checkout,
    refundAttempt: checkout.refundAttempt + 1,
    refundWanted: true,
  });
}

/** Stripe has refused this attempt to refund for good; the money is still wanted back. */
export function nextRefundAttempt(checkout: Checkout, refused: number): Change {
  if (!checkout.refundWanted || checkout.refundAttempt !== refused)
    return unchanged(checkout);
  return unchanged({ ...checkout, refundAttempt: refused + 1 });
}

/** The checkout after `seen`; like sessions, refunds may be seen late, twice and in any order. */
export function applyRefund(checkout: Checkout, seen: SeenRefund): Change {
  const { attempt, ...refund } = seen;
  const known = checkout.refunds.find(
    ({ refundId }) => refundId === refund.refundId,
  );
  const refunds = [
    ...checkout.refunds.filter((each) => each !== known),
    { ...refund, status: later(REFUND_STATUSES, known?.status, refund.status) },
  ].sort((one, other) => (one.refundId < other.refundId ? -1 : 1));
  const status = refundStatus(refunds, checkout.amountPaise);
  const isAnswered =
    attempt === checkout.refundAttempt ||
    status === "pending" ||
    status === "succeeded";
  return withRefundNews(
    unchanged({
      ...checkout,
      refunds,
      refundWanted: checkout.refundWanted && !isAnswered,
    }),
  );
}

/** Stripe can take a success back (a closed account), never a failure. */
const REFUND_STATUSES = ["pending", "succeeded", "failed"] as const;

/** Before its session's id is known, a checkout knows its session by the attempt. */
function isItsSession(checkout: Checkout, seen: SeenSession): boolean {
  return checkout.sessionId === null
    ? checkout.attempt === seen.attempt
    : checkout.sessionId === seen.sessionId;
}

function newsOf(before: Checkout, after: Checkout): readonly Announcement[] {
  if (after.money !== before.money)
    return [
      after.money === "paid" ? "payment.succeeded.v1" : "payment.failed.v1",
    ];
  const hasExpired = after.status === "expired" && before.status !== "expired";
  return hasExpired ? ["payment.expired.v1"] : [];
}

/** A refund is announced after the payment that it gives back, even when it was heard of before. */
function withRefundNews({ checkout, announcements }: Change): Change {
  const isRefunded =
    refundStatus(checkout.refunds, checkout.amountPaise) === "succeeded";
  if (checkout.money !== "paid" || !isRefunded || checkout.refundAnnounced)
    return { checkout, announcements };
  return {
    checkout: { ...checkout, refundAnnounced: true },
    announcements: [...announcements, "payment.refunded.v1"],
  };
}

function later<Value extends string>(
  order: readonly Value[],
  known: Value | undefined,
  seen: Value,
): Value {
  return known !== undefined && order.indexOf(known) > order.indexOf(seen)
    ? known
    : seen;
}

const expiryFrom = (now: Date): Date =>
  new Date(now.getTime() + SESSION_LIFETIME_MS);
