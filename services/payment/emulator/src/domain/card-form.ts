/** What the payer typed on the hosted page, checked as Stripe's page checks it before asking any bank. */
import { bankTender, cardTender, type Tender } from "./payment-method.js";

export interface PaymentForm {
  readonly method: "card" | "bank_success" | "bank_failure";
  readonly cardNumber: string;
  readonly expiry: string;
  readonly cvc: string;
  readonly name: string;
}

export type FieldErrors = Partial<
  Record<"cardNumber" | "expiry" | "cvc" | "name", string>
>;

const MAX_NAME_LENGTH = 120;

/** The check digit that every card number carries (Luhn). */
export function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const doubled = index % 2 === 1 ? Number(digit) * 2 : Number(digit);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return sum % 10 === 0;
}

function parseExpiry(
  text: string,
): { month: number; year: number } | undefined {
  const match = /^(\d{1,2})\s*\/?\s*(\d{2}|\d{4})$/.exec(text.trim());
  if (match === null) return undefined;
  const month = Number(match[1]);
  const year = Number(match[2]) + (match[2]?.length === 2 ? 2000 : 0);
  return month >= 1 && month <= 12 ? { month, year } : undefined;
}

/** A tender, or what is wrong field by field. `now` decides whether the card has expired. */
export function readPaymentForm(
  form: PaymentForm,
  now: Date,
): { tender: Tender } | { errors: FieldErrors } {
  const payerName = form.name.trim() === "" ? null : form.name.trim();
  if (form.name.length > MAX_NAME_LENGTH)
    return { errors: { name: "That name is too long." } };
  if (form.method === "bank_success")
    return { tender: bankTender("succeeded", payerName) };
  if (form.method === "bank_failure")
    return { tender: bankTender("failed", payerName) };

  const errors: FieldErrors = {};
  const number = form.cardNumber.replace(/[\s-]/g, "");
  if (!/^\d{12,19}$/.test(number))
    errors.cardNumber = "Your card number is incomplete.";
  else if (!passesLuhn(number))
    errors.cardNumber = "Your card number is invalid.";
  const expiry = parseExpiry(form.expiry);
  if (expiry === undefined)
    errors.expiry = "Your card's expiration date is incomplete.";
  else if (new Date(expiry.year, expiry.month, 1) <= now)
    errors.expiry = "Your card's expiration date is in the past.";
  if (!/^\d{3,4}$/.test(form.cvc.trim()))
    errors.cvc = "Your card's security code is incomplete.";

  if (expiry === undefined || Object.keys(errors).length > 0) return { errors };
  return {
    tender: cardTender({
      number,
      expMonth: expiry.month,
      expYear: expiry.year,
      payerName,
    }),
  };
}
