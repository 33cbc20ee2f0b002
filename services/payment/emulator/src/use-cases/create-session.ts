import { checkAmount, expiryOf } from "../domain/checkout-session.js";
import type { CheckoutSession, Metadata } from "../domain/records.js";
import { type Desk, nowSeconds } from "./desk.js";

export interface NewSession {
  readonly lineItems: readonly {
    name: string;
    unitAmount: number;
    quantity: number;
  }[];
  readonly currency: string;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  readonly clientReferenceId: string | null;
  readonly customerEmail: string | null;
  readonly metadata: Metadata;
  readonly intentMetadata: Metadata;
  readonly intentDescription: string | null;
  /** Unix seconds; undefined for Stripe's 24 hours. */
  readonly expiresAt: number | undefined;
}

/** Opens a session for a payment. Throws as Stripe does when the sum or the expiry is out of bounds. */
export function createSession(desk: Desk, wished: NewSession): CheckoutSession {
  const created = nowSeconds(desk);
  const amountTotal = wished.lineItems.reduce(
    (sum, { unitAmount, quantity }) => sum + unitAmount * quantity,
    0,
  );
  checkAmount(amountTotal);
  const session: CheckoutSession = {
    ...wished,
    id: desk.newId("cs_test"),
    created,
    expiresAt: expiryOf(created, wished.expiresAt),
    status: "open",
    paymentStatus: "unpaid",
    amountTotal,
    lineItems: wished.lineItems.map((item) => ({
      ...item,
      id: desk.newId("li"),
      priceId: desk.newId("price"),
      productId: desk.newId("prod"),
    })),
    payerName: null,
    intentId: null,
  };
  desk.records.put("session", session);
  return session;
}
