/** What the services' databases hold about some rooms and bookings. */
import { onDatabase } from "@rentezy/local";
import type { Stack } from "@rentezy/local";
import { z } from "zod";
import type { EffectRow, Evidence, OutboxRow } from "./told.js";

type Ask = <Row extends z.ZodType>(
  row: Row,
  sql: string,
  values: readonly unknown[],
) => Promise<z.infer<Row>[]>;

/** Asks one service's database, all of it as of one moment. */
const asking = <Answer>(
  stack: Stack,
  service: string,
  work: (ask: Ask) => Promise<Answer>,
): Promise<Answer> =>
  onDatabase(stack, service, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return work(async (row, sql, values) => {
      const { rows } = await client.query(sql, [...values]);
      return z.array(row).parse(rows);
    });
  });

/** bigint and numeric arrive as text. */
const whole = z.coerce.number();
const time = z.date().transform((at) => at.getTime());

const roomRow = z.object({
  roomId: z.string(),
  initial: whole,
  available: whole,
});
const ROOMS = `
  SELECT room_id AS "roomId", initial_quantity AS initial, available_quantity AS available
  FROM room_inventory WHERE room_id = ANY($1::uuid[])`;

const bookingRow = z.object({
  bookingId: z.string(),
  roomId: z.string(),
  tenantId: z.string(),
  idempotencyKey: z.string(),
  status: z.string(),
  amount: whole,
  reason: z.string().nullable(),
  holdExpiresAt: time,
  createdAt: time,
});
const BOOKINGS = `
  SELECT id AS "bookingId", room_id AS "roomId", tenant_id AS "tenantId",
    idempotency_key::text AS "idempotencyKey", status, amount_paise AS amount,
    cancellation_reason AS reason, hold_expires_at AS "holdExpiresAt", created_at AS "createdAt"
  FROM booking WHERE room_id = ANY($1::uuid[]) OR id = ANY($2::uuid[])`;

const outboxRow = z.object({
  position: whole,
  id: z.string(),
  destination: z.string(),
  bookingId: z.string(),
  type: z.string(),
  payload: z.record(z.string(), z.unknown()),
  createdAt: time,
  deliveredAt: time.nullable(),
});
const OUTBOX = `
  SELECT position, id, destination, aggregate_id AS "bookingId", type, payload,
    created_at AS "createdAt", delivered_at AS "deliveredAt"
  FROM outbox`;

const effectRow = z.object({
  eventId: z.string(),
  type: z.string(),
  at: time,
});

const outboxOf =
  (service: OutboxRow["service"]) =>
  (rows: readonly z.infer<typeof outboxRow>[]): OutboxRow[] =>
    rows.map((row) => ({ service, ...row }));

/** Reads the rooms, all bookings of theirs, and what those have told, even where a booking is gone. */
export const readBooking = (
  stack: Stack,
  roomIds: readonly string[],
  told: readonly string[],
): Promise<Pick<Evidence, "rooms" | "bookings" | "outbox">> =>
  asking(stack, "booking", async (ask) => {
    const rooms = await ask(roomRow, ROOMS, [roomIds]);
    const bookings = await ask(bookingRow, BOOKINGS, [roomIds, told]);
    const ids = new Set([...told, ...bookings.map((row) => row.bookingId)]);
    const rows = await ask(
      outboxRow,
      `${OUTBOX} WHERE aggregate_id = ANY($1::uuid[])
         OR (type LIKE 'booking.%' AND payload->>'roomId' = ANY($2))`,
      [[...ids], roomIds],
    );
    return { rooms, bookings, outbox: outboxOf("booking")(rows) };
  });

const checkoutRow = z.object({
  bookingId: z.string(),
  status: z.string(),
  money: z.string(),
  amount: whole,
  sessionId: z.string().nullable(),
  refundWanted: z.boolean(),
  refundAnnounced: z.boolean(),
  createdAt: time,
  nextLookAt: time.nullable(),
  claimedUntil: time.nullable(),
});
const CHECKOUTS = `
  SELECT subject_id AS "bookingId", status, money, amount_paise AS amount,
    session_id AS "sessionId", refund_wanted AS "refundWanted",
    refund_announced AS "refundAnnounced", created_at AS "createdAt",
    next_look_at AS "nextLookAt", claimed_until AS "claimedUntil"
  FROM checkout WHERE purpose = 'booking' AND subject_id = ANY($1::uuid[])`;

const refundRow = z.object({
  bookingId: z.string(),
  refundId: z.string(),
  status: z.string(),
  amount: whole,
});
const REFUNDS = `
  SELECT subject_id AS "bookingId", refund_id AS "refundId", status, amount_paise AS amount
  FROM refund WHERE purpose = 'booking' AND subject_id = ANY($1::uuid[])`;

/** Reads what payment holds about these bookings. */
export const readPayment = (
  stack: Stack,
  bookingIds: readonly string[],
): Promise<Pick<Evidence, "checkouts" | "refunds" | "outbox">> =>
  asking(stack, "payment", async (ask) => ({
    checkouts: await ask(checkoutRow, CHECKOUTS, [bookingIds]),
    refunds: await ask(refundRow, REFUNDS, [bookingIds]),
    outbox: outboxOf("payment")(
      await ask(
        outboxRow,
        `${OUTBOX} WHERE aggregate_id = ANY($1::uuid[]) AND payload->>'purpose' = 'booking'`,
        [bookingIds],
      ),
    ),
  }));

/** Ids of all bookings that there are. */
export const readBookingIds = (stack: Stack): Promise<string[]> =>
  asking(stack, "booking", async (ask) => {
    const rows = await ask(
      z.object({ id: z.string() }),
      "SELECT id FROM booking",
      [],
    );
    return rows.map(({ id }) => id);
  });

/** Each service's record of the events that it has taken in. */
const RECORDS = {
  booking: `
    SELECT event_id AS "eventId", type, processed_at AS at
    FROM processed_event WHERE event_id = ANY($1::uuid[])`,
  payment: `
    SELECT event_id AS "eventId", type, received_at AS at
    FROM stripe_event WHERE event_id = ANY($1)`,
} as const;

/** Which of these events a service has recorded. */
export const readEffects = (
  stack: Stack,
  service: keyof typeof RECORDS,
  eventIds: readonly string[],
): Promise<EffectRow[]> =>
  asking(stack, service, async (ask) => {
    const rows = await ask(effectRow, RECORDS[service], [eventIds]);
    return rows.map((row) => ({ service, ...row }));
  });
