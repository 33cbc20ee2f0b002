import { z } from "zod";
import { currency, paise, uuid } from "../values.js";

/** What a payment is for; `subjectId` is then the booking's or the invoice's id. */
export const paymentPurpose = z.enum(["booking", "invoice"]);
export type PaymentPurpose = z.infer<typeof paymentPurpose>;

/** What happened to the money of one checkout, in the words of the payment provider's answer. */
export const paymentOutcome = z.object({
  purpose: paymentPurpose,
  subjectId: uuid,
  amountPaise: paise,
  currency,
});
export type PaymentOutcome = z.infer<typeof paymentOutcome>;

export const paymentEvents = {
  "payment.succeeded.v1": paymentOutcome,
  "payment.failed.v1": paymentOutcome,
  "payment.expired.v1": paymentOutcome,
  "payment.refunded.v1": paymentOutcome,
} as const;
