/** The life of a checkout session: open, then complete or expired, never both. */
import { invalidParameter, refused } from "./errors.js";
import { formatPaise } from "./money.js";
import type { CheckoutSession } from "./records.js";

const MINUTE = 60;
const MIN_LIFETIME_SECONDS = 30 * MINUTE;
const MAX_LIFETIME_SECONDS = 24 * 60 * MINUTE;
/** Stripe's smallest and largest charge in rupees, in paise. */
const MIN_AMOUNT = 50;
const MAX_AMOUNT = 999_999_999;

/** When the session will expire (Unix seconds); without a wish, in 24 hours. Throws outside 30 minutes to 24 hours. */
export function expiryOf(created: number, wished: number | undefined): number {
  const expiresAt = wished ?? created + MAX_LIFETIME_SECONDS;
  if (expiresAt < created + MIN_LIFETIME_SECONDS)
    throw invalidParameter(
      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
      "expires_at",
    );
  if (expiresAt > created + MAX_LIFETIME_SECONDS)
    throw invalidParameter(
      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
      "expires_at",
    );
  return expiresAt;
}

/** Throws unless the sum can be charged. @param paise integer paise */
export function checkAmount(paise: number): void {
  if (paise < MIN_AMOUNT)
    throw invalidParameter(
      `The Checkout Session's total amount due must add up to at least ${formatPaise(MIN_AMOUNT)} inr`,
      "line_items",
      "amount_too_small",
    );
  if (paise > MAX_AMOUNT)
    throw invalidParameter(
      `The Checkout Session's total amount due must be no more than ${formatPaise(MAX_AMOUNT)}`,
      "line_items",
      "amount_too_large",
    );
}

/** Whether its time has come without anybody saying so. */
export const isOverdue = (session: CheckoutSession, nowMs: number): boolean =>
  session.status === "open" && session.expiresAt * 1000 <= nowMs;

/** Throws in Stripe's words unless the session is open: expiring is the only thing that can be asked, and only once. */
export function expired(session: CheckoutSession): CheckoutSession {
  if (session.status !== "open")
    throw refused(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
    );
  return { ...session, status: "expired" };
}

/** Where the payer goes after paying. */
export const returnUrl = (session: CheckoutSession): string =>
  session.successUrl.replaceAll("{CHECKOUT_SESSION_ID}", session.id);
