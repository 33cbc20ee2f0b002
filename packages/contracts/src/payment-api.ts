import { z } from "zod";
import { paymentPurpose } from "./events/payments.js";
import { currency, instant, line, paise, uuid } from "./values.js";

/** Names one checkout: what is paid for, and its id. */
export const checkoutSubject = z.object({
  purpose: paymentPurpose,
  subjectId: uuid,
});
export type CheckoutSubject = z.infer<typeof checkoutSubject>;

/** Asks payment to open a checkout; safe to repeat for the same subject. */
export const openCheckoutRequest = checkoutSubject.extend({
  amountPaise: paise.min(1),
  currency,
  description: line(250),
});
export type OpenCheckoutRequest = z.infer<typeof openCheckoutRequest>;

/**
 * A checkout as payment knows it. `status` is the session's (open until paid, or expired);
 * `paymentStatus` is the money's: a complete session may be unpaid for days with a slow method.
 */
export const checkout = checkoutSubject.extend({
  status: z.enum(["open", "complete", "expired"]),
  paymentStatus: z.enum(["unpaid", "paid", "failed"]),
  url: z.url().nullable(),
  expiresAt: instant,
  amountPaise: paise,
  currency,
});
export type Checkout = z.infer<typeof checkout>;

export const checkoutReply = z.object({ checkout });

/** A full refund of a subject's payment; safe to repeat. */
export const refund = checkoutSubject.extend({
  status: z.enum(["pending", "succeeded", "failed"]),
  amountPaise: paise,
  currency,
});
export type Refund = z.infer<typeof refund>;

export const refundReply = z.object({ refund });
