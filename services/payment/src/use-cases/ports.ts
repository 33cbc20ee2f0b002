import type {
  Change,
  Checkout,
  SeenRefund,
  SeenSession,
  Subject,
} from "../domain/checkout.js";

/** Names a webhook: Stripe sends the same one again until it hears 200. */
export interface WebhookId {
  readonly id: string;
  readonly type: string;
}

/** How to find the checkout that a webhook is about. */
export type Whose =
  { readonly subject: Subject } | { readonly paymentIntentId: string };

/** What came of a webhook. */
export type WebhookResult = "applied" | "repeated" | "not ours";

/** A checkout that is due for a look. */
export interface Due {
  readonly checkout: Checkout;
  /** How often it was looked at in vain since it last changed. */
  readonly looks: number;
  /** Tells whether another look was planned meanwhile. */
  readonly dueAt: Date | null;
}

/** Where checkouts are kept. No method holds a lock or a transaction after it resolves. */
export interface Checkouts {
  /** Writes a checkout down unless its subject has one already; answers with the one that is there. */
  readonly add: (
    checkout: Checkout,
  ) => Promise<{ readonly created: boolean; readonly checkout: Checkout }>;
  readonly find: (subject: Subject) => Promise<Checkout | undefined>;
  /**
   * Applies one change at a time to a checkout, and announces it in the same transaction.
   *
   * @throws DomainError `PAYMENT.CHECKOUT_NOT_FOUND`.
   */
  readonly change: (
    subject: Subject,
    change: (checkout: Checkout) => Change,
  ) => Promise<Checkout>;
  /** The same for a webhook: once, however often and however simultaneously it is delivered. */
  readonly changeOnce: (
    webhook: WebhookId,
    whose: Whose | undefined,
    change: (checkout: Checkout) => Change,
  ) => Promise<WebhookResult>;
  /** Records a webhook that does not say enough: the sweeper looks at the checkout at once. */
  readonly lookOnce: (
    webhook: WebhookId,
    whose: Whose,
  ) => Promise<WebhookResult>;
  /**
   * Claims a checkout for a while, so that nobody else asks Stripe the same. Saves work only:
   * what is asked twice is answered the same by its idempotency key.
   */
  readonly claim: (subject: Subject) => Promise<boolean>;
  readonly release: (subject: Subject) => Promise<void>;
  /** Claims up to `limit` checkouts that are due for a look. */
  readonly claimDue: (limit: number) => Promise<readonly Due[]>;
  /** Releases a checkout after a look, and plans the next one unless that was done meanwhile. */
  readonly looked: (due: Due) => Promise<void>;
  /** Forgets webhooks that Stripe cannot repeat any more. */
  readonly forgetOldWebhooks: () => Promise<void>;
}

/**
 * The payment provider. Every call throws DomainError `PAYMENT.PROVIDER_UNAVAILABLE` when there is no
 * answer, so that nothing is known and the same may be asked again, and ProviderRefusal when the
 * answer is no.
 */
export interface PaymentProvider {
  /** Opens the session of the checkout's attempt; asked again for the same attempt, answers with the same one. */
  readonly openSession: (checkout: Checkout) => Promise<SeenSession>;
  readonly readSession: (sessionId: string) => Promise<SeenSession>;
  /** Expires an open session; any other is refused. */
  readonly expireSession: (
    subject: Subject,
    sessionId: string,
  ) => Promise<SeenSession>;
  /** Gives back all of a payment; asked again for the same attempt, answers with the same refund. */
  readonly refund: (
    checkout: Checkout,
    paymentIntentId: string,
  ) => Promise<SeenRefund>;
  readonly listRefunds: (
    paymentIntentId: string,
  ) => Promise<readonly SeenRefund[]>;
}
