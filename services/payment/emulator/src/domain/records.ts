/** What the emulator remembers. Money is integer paise; `created` and `expiresAt` are Unix seconds as Stripe's, names ending in `Ms` are milliseconds. */
export type Metadata = Readonly<Record<string, string>>;

export interface LineItem {
  readonly id: string;
  readonly priceId: string;
  readonly productId: string;
  readonly name: string;
  readonly unitAmount: number;
  readonly quantity: number;
}

export interface CheckoutSession {
  readonly id: string;
  readonly created: number;
  readonly expiresAt: number;
  readonly status: "open" | "complete" | "expired";
  readonly paymentStatus: "unpaid" | "paid";
  readonly amountTotal: number;
  readonly currency: string;
  readonly lineItems: readonly LineItem[];
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  readonly clientReferenceId: string | null;
  readonly customerEmail: string | null;
  readonly payerName: string | null;
  readonly metadata: Metadata;
  readonly intentMetadata: Metadata;
  readonly intentDescription: string | null;
  /** Null until the first attempt to pay: Stripe creates the intent when the session is confirmed. */
  readonly intentId: string | null;
}

export interface PaymentError {
  readonly code: string;
  readonly declineCode: string | null;
  readonly message: string;
}

/** Only a card's last four digits are ever kept. */
export type PaymentMethod =
  | {
      readonly type: "card";
      readonly last4: string;
      readonly expMonth: number;
      readonly expYear: number;
      /** Stripe's card whose refunds fail after they seemed to work. */
      readonly refundsFail: boolean;
    }
  | { readonly type: "us_bank_account"; readonly last4: string };

/** Money on its way: what becomes of it, and when. */
export interface Settlement {
  readonly atMs: number;
  readonly as: "succeeded" | "failed";
}

export interface PaymentIntent {
  readonly id: string;
  readonly sessionId: string;
  readonly created: number;
  readonly amount: number;
  readonly amountReceived: number;
  readonly currency: string;
  readonly status:
    "requires_payment_method" | "processing" | "succeeded" | "canceled";
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly receiptEmail: string | null;
  readonly latestChargeId: string | null;
  readonly paymentMethodId: string | null;
  readonly lastError: PaymentError | null;
  readonly canceledAt: number | null;
  readonly settlement: Settlement | null;
}

export interface Charge {
  readonly id: string;
  readonly intentId: string;
  readonly created: number;
  readonly amount: number;
  readonly amountRefunded: number;
  readonly currency: string;
  readonly status: "pending" | "succeeded" | "failed";
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly error: PaymentError | null;
  readonly payerName: string | null;
  readonly payerEmail: string | null;
  readonly paymentMethodId: string;
  readonly method: PaymentMethod;
}

export interface Refund {
  readonly id: string;
  readonly intentId: string;
  readonly chargeId: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly status: "pending" | "succeeded" | "failed";
  readonly reason: "duplicate" | "fraudulent" | "requested_by_customer" | null;
  readonly metadata: Metadata;
  readonly settlement: Settlement | null;
}

/** The request that made something happen; both null when the emulator's own clock did. */
export interface Cause {
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}

export interface EventRecord {
  readonly id: string;
  readonly created: number;
  readonly type: string;
  /** The Stripe object as it was at that moment. */
  readonly object: object;
  readonly previousAttributes: object | null;
  readonly cause: Cause;
  readonly deliveryIds: readonly string[];
}

export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly status: "pending" | "delivered" | "lost" | "abandoned";
  readonly attempts: number;
  readonly createdMs: number;
  readonly dueAtMs: number;
}

/** The first answer to an idempotency key; `id` is the key. */
export interface StoredAnswer {
  readonly id: string;
  readonly endpoint: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: object;
  readonly requestId: string;
  readonly storedAtMs: number;
}

export interface Records {
  readonly session: CheckoutSession;
  readonly intent: PaymentIntent;
  readonly charge: Charge;
  readonly refund: Refund;
  readonly event: EventRecord;
  readonly delivery: Delivery;
  readonly answer: StoredAnswer;
}

export type Kind = keyof Records;
