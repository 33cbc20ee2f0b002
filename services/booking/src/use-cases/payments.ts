import type { Checkout, OpenCheckoutRequest, Refund } from "@rentezy/contracts";

/** What booking asks of payment; every call is safe to repeat and throws when there is no answer. */
export interface Payments {
  readonly openCheckout: (request: OpenCheckoutRequest) => Promise<Checkout>;
  /** Ends the checkout if Stripe still can, and tells what has become of it. */
  readonly expireCheckout: (bookingId: string) => Promise<Checkout>;
  /** Pays the money back in full. */
  readonly refund: (bookingId: string) => Promise<Refund>;
}
