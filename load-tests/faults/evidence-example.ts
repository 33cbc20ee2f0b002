/** A small run in which every promise was kept, for tests to break one by one. */
import type {
  BookingRow,
  EffectRow,
  Evidence,
  LoggedEvent,
  OutboxRow,
  Told,
} from "./told.js";

/** When the evidence was read. All of it is older than any pause between two tries. */
export const NOW = Date.UTC(2026, 10, 23, 12);
const BEGUN = NOW - 600_000;
const HOLD_MS = 20_000;
const STEP_MS = 1000;

export const ROOM = "room";
const PAID = 4_500_000;

/** One booking's life: what it and its payment told, and how its rows stand. */
interface Life {
  readonly bookingId: string;
  readonly status: string;
  readonly reason?: string;
  /** The order of both services' events: `booking.reserved`, `payment.succeeded` ... */
  readonly told: readonly string[];
  readonly checkout: { readonly status: string; readonly money: string };
  readonly holdExpiresAt?: number;
}

/** What wakes a saga, and what starts one. */
const commandAfter = (type: string): string[] => {
  if (type === "booking.reserved") return ["booking-saga"];
  if (type === "booking.refunding") return ["raise", "refund-saga"];
  return type.startsWith("booking.") ? ["raise"] : [];
};

type Counted = () => number;

function outboxOf(life: Life, position: Counted): OutboxRow[] {
  const { bookingId, reason, told } = life;
  return told.flatMap((name, step) => {
    const service = name.startsWith("payment") ? "payment" : "booking";
    const createdAt = BEGUN + step * STEP_MS;
    const row = { service, bookingId, createdAt } as const;
    const written = { ...row, deliveredAt: createdAt + 10 };
    return [
      {
        ...written,
        position: position(),
        id: `${bookingId} ${name}`,
        destination: `${service}s`,
        type: `${name}.v1`,
        payload: name === "booking.cancelled" ? { reason } : {},
      },
      ...commandAfter(name).map((command) => ({
        ...written,
        position: position(),
        id: `${bookingId} ${name} ${command}`,
        destination: "workflow",
        type: command === "raise" ? "raise" : "start",
        payload: command === "raise" ? {} : { workflow: command },
      })),
    ];
  });
}

const rowOf = ({ bookingId, status, reason, ...life }: Life): BookingRow => ({
  bookingId,
  roomId: ROOM,
  tenantId: `tenant of ${bookingId}`,
  idempotencyKey: `key of ${bookingId}`,
  status,
  amount: PAID,
  reason: reason ?? null,
  holdExpiresAt: life.holdExpiresAt ?? BEGUN + HOLD_MS,
  createdAt: BEGUN,
});

/** The log of the events in the outbox, each once. */
const logOf = (outbox: readonly OutboxRow[]): LoggedEvent[] =>
  outbox
    .filter(({ destination }) => destination !== "workflow")
    .map(({ destination, id, position, createdAt, ...event }) => ({
      topic: destination,
      partition: 0,
      offset: position,
      key: event.bookingId,
      eventId: id,
      type: event.type,
      bookingId: event.bookingId,
      payload: event.payload,
      at: createdAt + 5,
    }));

const effectsOf = ({
  outbox,
  webhooks,
}: Pick<Evidence, "outbox" | "webhooks">): EffectRow[] => [
  ...outbox
    .filter(({ destination }) => destination === "payments")
    .map(({ id, type, createdAt }) => ({
      service: "booking" as const,
      eventId: id,
      type,
      at: createdAt + 20,
    })),
  ...webhooks.map(({ eventId, type, createdAt }) => ({
    service: "payment" as const,
    eventId,
    type,
    at: createdAt,
  })),
];

function booksOf({ bookingId, told, checkout }: Life) {
  const captureId = `${bookingId} capture`;
  const refundId = `${bookingId} refund`;
  const paid = told.includes("payment.succeeded");
  const refunded = told.includes("payment.refunded");
  return {
    sessions: [
      {
        bookingId,
        sessionId: `${bookingId} session`,
        status: checkout.status,
        paymentStatus: checkout.money,
        createdAt: BEGUN,
      },
    ],
    captures: paid ? [{ bookingId, captureId, amount: PAID }] : [],
    givenBack: refunded
      ? [{ bookingId, captureId, refundId, amount: PAID, status: "succeeded" }]
      : [],
    refunds: refunded
      ? [{ bookingId, refundId, amount: PAID, status: "succeeded" }]
      : [],
    webhooks: paid
      ? [
          {
            bookingId,
            eventId: `${bookingId} webhook`,
            type: "checkout.session.completed",
            status: "delivered",
            attempts: 1,
            createdAt: BEGUN,
          },
        ]
      : [],
    checkouts: [
      {
        bookingId,
        ...checkout,
        amount: PAID,
        sessionId: `${bookingId} session`,
        refundWanted: false,
        refundAnnounced: refunded,
        createdAt: BEGUN,
        nextLookAt: checkout.status === "open" ? NOW : null,
        claimedUntil: null,
      },
    ],
  };
}

const isHeld = (status: string): boolean => status === "reserved";

function sagasOf({ bookingId, status, told }: Life) {
  const refunds = told.includes("booking.refunding");
  const states = {
    "booking-saga": isHeld(status) ? "RUNNING" : "COMPLETED",
    ...(refunds && {
      "refund-saga": status === "refunding" ? "RUNNING" : "COMPLETED",
    }),
  };
  return Object.entries(states).map(([workflow, state]) => ({
    bookingId,
    workflow,
    instanceId: `${bookingId} ${workflow}`,
    status: state,
  }));
}

/** Everything that would be found of these lives, if all went well. */
export function evidenceOf(lives: readonly Life[], rooms: number): Evidence {
  let last = 0;
  const position = () => (last += 1);
  const outbox = lives.flatMap((life) => outboxOf(life, position));
  const books = lives.map(booksOf);
  const webhooks = books.flatMap((one) => one.webhooks);
  const bookings = lives.map(rowOf);
  const taken = bookings.filter(
    ({ status }) => status === "booked" || isHeld(status),
  );
  return {
    rooms: [{ roomId: ROOM, initial: rooms, available: rooms - taken.length }],
    bookings,
    outbox,
    webhooks,
    effects: effectsOf({ outbox, webhooks }),
    sessions: books.flatMap((one) => one.sessions),
    captures: books.flatMap((one) => one.captures),
    givenBack: books.flatMap((one) => one.givenBack),
    refunds: books.flatMap((one) => one.refunds),
    checkouts: books.flatMap((one) => one.checkouts),
    log: logOf(outbox),
    sagas: lives.flatMap(sagasOf),
  };
}

/** One booking of each ending; each is named by it. */
export const LIVES: readonly Life[] = [
  {
    bookingId: "booked",
    status: "booked",
    told: ["booking.reserved", "payment.succeeded", "booking.confirmed"],
    checkout: { status: "complete", money: "paid" },
  },
  {
    bookingId: "held",
    status: "reserved",
    told: ["booking.reserved"],
    checkout: { status: "open", money: "unpaid" },
    holdExpiresAt: NOW + HOLD_MS,
  },
  {
    bookingId: "cancelled",
    status: "cancelled",
    reason: "hold_expired",
    told: ["booking.reserved", "payment.expired", "booking.cancelled"],
    checkout: { status: "expired", money: "unpaid" },
  },
  {
    bookingId: "refunded",
    status: "refunded",
    reason: "tenant",
    told: [
      "booking.reserved",
      "payment.expired",
      "booking.cancelled",
      "payment.succeeded",
      "booking.refunding",
      "payment.refunded",
      "booking.refunded",
    ],
    checkout: { status: "complete", money: "paid" },
  },
  {
    bookingId: "late",
    status: "booked",
    reason: "checkout_expired",
    told: [
      "booking.reserved",
      "payment.expired",
      "booking.cancelled",
      "payment.succeeded",
      "booking.confirmed",
    ],
    checkout: { status: "complete", money: "paid" },
  },
];

const ROOMS = 4;

/** All of these lives, with a room left. */
export const good: Evidence = evidenceOf(LIVES, ROOMS);

/** What clients were told of a run with these bookings. */
export const toldOf = ({ bookings }: Pick<Evidence, "bookings">): Told => ({
  rooms: [{ roomId: ROOM, quantity: ROOMS }],
  bookings: bookings.map(({ bookingId, roomId, tenantId }) => ({
    bookingId,
    roomId,
    tenantId,
  })),
});
