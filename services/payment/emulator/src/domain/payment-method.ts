/** How a payer pays in test mode, and what comes of it. Only a card's last four digits are ever kept. */
import type { PaymentError, PaymentMethod } from "./records.js";

export type Outcome =
  | { readonly kind: "succeeds" }
  | { readonly kind: "declined"; readonly error: PaymentError }
  | { readonly kind: "settles-later"; readonly as: "succeeded" | "failed" };

/** A payer's decision to pay: with what, and how the bank will answer. */
export interface Tender {
  readonly method: PaymentMethod;
  readonly outcome: Outcome;
  readonly payerName: string | null;
}

export interface TestCard {
  readonly number: string;
  readonly label: string;
  readonly error: PaymentError | null;
  readonly refundsFail: boolean;
}

const declined = (declineCode: string, message: string): PaymentError => ({
  code: "card_declined",
  declineCode,
  message,
});

/** Stripe's own test numbers; anything else is declined as a live card in test mode. */
export const TEST_CARDS: readonly TestCard[] = [
  {
    number: "4242424242424242",
    label: "Succeeds",
    error: null,
    refundsFail: false,
  },
  {
    number: "4000000000000002",
    label: "Declined",
    error: declined("generic_decline", "Your card was declined."),
    refundsFail: false,
  },
  {
    number: "4000000000009995",
    label: "Insufficient funds",
    error: declined("insufficient_funds", "Your card has insufficient funds."),
    refundsFail: false,
  },
  {
    number: "4000000000005126",
    label: "Succeeds, refund fails",
    error: null,
    refundsFail: true,
  },
];

const LIVE_CARD = declined(
  "test_mode_live_card",
  "Your card was declined. Your request was in test mode, but used a non test card.",
);

/** Pays with a card; the number itself goes no further than this function. */
export function cardTender(card: {
  number: string;
  expMonth: number;
  expYear: number;
  payerName: string | null;
}): Tender {
  const known = TEST_CARDS.find(({ number }) => number === card.number);
  const error = known === undefined ? LIVE_CARD : known.error;
  return {
    method: {
      type: "card",
      last4: card.number.slice(-4),
      expMonth: card.expMonth,
      expYear: card.expYear,
      refundsFail: known?.refundsFail ?? false,
    },
    outcome:
      error === null ? { kind: "succeeds" } : { kind: "declined", error },
    payerName: card.payerName,
  };
}

/** Pays with the slow bank debit, which answers only after the session is complete. */
export function bankTender(
  as: "succeeded" | "failed",
  payerName: string | null,
): Tender {
  return {
    method: {
      type: "us_bank_account",
      last4: as === "succeeded" ? "6789" : "1116",
    },
    outcome: { kind: "settles-later", as },
    payerName,
  };
}
