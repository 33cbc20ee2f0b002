/**
 * What clients were told, and what can be found out about it afterwards: plain data, of which the
 * verdict is made. Times are milliseconds since 1970, money is integer paise.
 *
 * Nothing here knows the services: the rows are what SQL, HTTP and the broker give to anybody.
 */

/** What clients were told with 201 or 200. */
export interface Told {
  readonly rooms: readonly {
    readonly roomId: string;
    readonly quantity: number;
  }[];
  readonly bookings: readonly {
    readonly bookingId: string;
    readonly roomId: string;
    readonly tenantId: string;
  }[];
}

/** A kind of room in booking's database. */
export interface RoomRow {
  readonly roomId: string;
  readonly initial: number;
  readonly available: number;
}

/** A booking in booking's database. */
export interface BookingRow {
  readonly bookingId: string;
  readonly roomId: string;
  readonly tenantId: string;
  /** What the tenant has sent with the request. */
  readonly idempotencyKey: string;
  readonly status: string;
  readonly amount: number;
  readonly reason: string | null;
  readonly holdExpiresAt: number;
  readonly createdAt: number;
}

/** What a service has to hand over: an event for a topic, or a command for a workflow. */
export interface OutboxRow {
  readonly service: "booking" | "payment";
  /** Rows of one service are written in this order. */
  readonly position: number;
  readonly id: string;
  readonly destination: string;
  /** The booking that it is about. */
  readonly bookingId: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly deliveredAt: number | null;
}

/** An event whose effect a service has recorded; for payment, a webhook. */
export interface EffectRow {
  readonly service: "booking" | "payment";
  readonly eventId: string;
  readonly type: string;
  readonly at: number;
}

/** A checkout in payment's database. */
export interface CheckoutRow {
  readonly bookingId: string;
  readonly status: string;
  readonly money: string;
  readonly amount: number;
  readonly sessionId: string | null;
  readonly refundWanted: boolean;
  readonly refundAnnounced: boolean;
  readonly createdAt: number;
  /** When payment means to ask Stripe again, if at all. */
  readonly nextLookAt: number | null;
  readonly claimedUntil: number | null;
}

/** A refund in payment's database. */
export interface RefundRow {
  readonly bookingId: string;
  readonly refundId: string;
  readonly status: string;
  readonly amount: number;
}

/** A checkout session in the emulator's books. */
export interface SessionEntry {
  readonly bookingId: string;
  readonly sessionId: string;
  readonly status: string;
  readonly paymentStatus: string;
  readonly createdAt: number;
}

/** Money taken, in the emulator's books. */
export interface CaptureEntry {
  readonly bookingId: string;
  readonly captureId: string;
  readonly amount: number;
}

/** Money given back, in the emulator's books. */
export interface RefundEntry {
  readonly bookingId: string;
  readonly captureId: string;
  readonly refundId: string;
  readonly amount: number;
  readonly status: string;
}

/** A webhook, in the emulator's books. */
export interface WebhookEntry {
  readonly bookingId: string;
  readonly eventId: string;
  readonly type: string;
  /** `delivered` when somebody has answered 2xx. */
  readonly status: string;
  readonly attempts: number;
  readonly createdAt: number;
}

/** A message in the event log; one event may be there more than once. */
export interface LoggedEvent {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly eventId: string;
  readonly type: string;
  readonly bookingId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** When the broker took it. */
  readonly at: number;
}

/** How far a workflow is, as the sidecar says. */
export interface SagaRow {
  readonly bookingId: string;
  /** `booking-saga`, or `refund-saga`. */
  readonly workflow: string;
  /**
   * Dapr's word: `RUNNING`, `COMPLETED`, `FAILED` ...; `GONE` when nothing is kept of it (any more),
   * `UNREADABLE` when Dapr fails to say, `UNREPLAYABLE` when it failed because its history lacks an event.
   */
  readonly status: string;
}

/** Everything read about the rooms and bookings that clients were told of, each source at one moment. */
export interface Evidence {
  readonly rooms: readonly RoomRow[];
  readonly bookings: readonly BookingRow[];
  readonly outbox: readonly OutboxRow[];
  readonly effects: readonly EffectRow[];
  readonly checkouts: readonly CheckoutRow[];
  readonly refunds: readonly RefundRow[];
  readonly sessions: readonly SessionEntry[];
  readonly captures: readonly CaptureEntry[];
  readonly givenBack: readonly RefundEntry[];
  readonly webhooks: readonly WebhookEntry[];
  readonly log: readonly LoggedEvent[];
  readonly sagas: readonly SagaRow[];
}
