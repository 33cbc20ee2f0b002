import {
  queryPrepared,
  type DataSource,
  type PreparedStatement,
} from "@rentezy/database";
import { v7 as uuidv7 } from "uuid";
import type { Booking, BookingStatus } from "../domain/booking.js";
import { requestHashOf } from "../use-cases/request-hash.js";

/** One tenant's attempt at one room. */
export interface Attempt {
  readonly tenantId: string;
  readonly idempotencyKey: string;
  /** Calendar day, `YYYY-MM-DD`. */
  readonly moveInDate: string;
  readonly holdExpiresAt: Date;
  readonly traceparent: string | null;
}

/** A room as it stood when attempts at it were looked at or granted; undefined when there is none. */
export type RoomState =
  | { readonly bookable: boolean; readonly availableQuantity: number }
  | undefined;

/** What an idempotency key had made before. */
export interface Earlier {
  readonly booking: Booking;
  readonly requestHash: string;
}

interface BookingColumns {
  readonly id: string;
  readonly room_id: string;
  readonly property_id: string;
  readonly landlord_id: string;
  readonly tenant_id: string;
  readonly idempotency_key: string;
  readonly request_hash: string;
  readonly status: BookingStatus;
  readonly amount_paise: string;
  readonly move_in_date: string;
  readonly hold_expires_at: Date;
  readonly cancellation_reason: Booking["cancellationReason"];
  readonly checkout_url: string | null;
  readonly checkout_expires_at: Date | null;
  readonly created_at: Date;
}

interface RoomColumns {
  readonly bookable: boolean | null;
  readonly available_quantity: number | null;
}

/** `move_in_date` as text: a Date would move it to this process's midnight. */
const BOOKING_COLUMNS = `id, room_id, property_id, landlord_id, tenant_id, idempotency_key,
  request_hash, status, amount_paise, move_in_date::text AS move_in_date, hold_expires_at,
  cancellation_reason, checkout_url, checkout_expires_at, created_at`;

/**
 * Grants as many attempts as there is stock, in their order: one statement locks the room's row
 * once, writes the bookings, takes the rooms, and puts the event and the saga's start of each in
 * the outbox. The stock constraint has the last word. An attempt whose key was used before is
 * passed over.
 */
const GRANT: PreparedStatement = {
  name: "grant-rooms",
  text: `
  WITH attempt AS (
    SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::date[],
      $7::timestamptz[], $8::text[], $9::text[], $10::uuid[], $11::uuid[])
      WITH ORDINALITY AS given (id, tenant_id, idempotency_key, request_hash, move_in_date,
        hold_expires_at, hold_expires_text, traceparent, event_id, command_id, turn)
  ), room AS (
    SELECT * FROM room_inventory WHERE room_id = $1 FOR UPDATE
  ), granted AS (
    INSERT INTO booking (id, room_id, property_id, landlord_id, tenant_id, idempotency_key,
      request_hash, status, amount_paise, move_in_date, hold_expires_at)
    SELECT attempt.id, room_id, property_id, landlord_id, tenant_id, idempotency_key,
      request_hash, 'reserved', amount_paise, move_in_date, hold_expires_at
    FROM attempt, room WHERE bookable AND turn <= available_quantity ORDER BY turn
    ON CONFLICT ON CONSTRAINT booking_idempotency_key DO NOTHING
    RETURNING ${BOOKING_COLUMNS}
  ), taken AS (
    UPDATE room_inventory
    SET available_quantity = available_quantity - (SELECT count(*) FROM granted)
    WHERE room_id = $1 AND EXISTS (SELECT FROM granted)
  ), told AS (
    INSERT INTO outbox (id, destination, aggregate_id, type, payload, traceparent)
    SELECT entry.id, entry.destination, granted.id, entry.type, entry.payload, attempt.traceparent
    FROM granted JOIN attempt ON attempt.id = granted.id
    CROSS JOIN LATERAL (VALUES
      (attempt.event_id, 'bookings', 'booking.reserved.v1', jsonb_build_object(
        'bookingId', granted.id, 'roomId', room_id, 'propertyId', property_id,
        'landlordId', landlord_id, 'tenantId', granted.tenant_id,
        'amountPaise', amount_paise, 'currency', 'INR', 'moveInDate', granted.move_in_date,
        'holdExpiresAt', hold_expires_text)),
      (attempt.command_id, 'workflow', 'start', jsonb_build_object(
        'command', 'start', 'workflow', 'booking-saga', 'instanceId', granted.id,
        'input', jsonb_build_object(
          'bookingId', granted.id, 'holdExpiresAt', hold_expires_text)))
    ) AS entry (id, destination, type, payload)
  )
  SELECT room.bookable, room.available_quantity, granted.*
  FROM (SELECT) AS always LEFT JOIN room ON true LEFT JOIN granted ON true`,
};

/**
 * Grants attempts at one room. Answers the room as it was before, and for each attempt, in their order,
 * its booking, or undefined where it was not granted.
 */
export async function grantRooms(
  dataSource: DataSource,
  roomId: string,
  attempts: readonly Attempt[],
): Promise<{
  readonly room: RoomState;
  readonly bookings: readonly (Booking | undefined)[];
}> {
  const ids = attempts.map(() => uuidv7());
  const column = <Value>(of: (attempt: Attempt) => Value) => attempts.map(of);
  const rows = await queryPrepared<RoomColumns & BookingColumns>(
    dataSource,
    GRANT,
    [
      roomId,
      ids,
      column(({ tenantId }) => tenantId),
      column(({ idempotencyKey }) => idempotencyKey),
      column(({ moveInDate }) => requestHashOf({ roomId, moveInDate })),
      column(({ moveInDate }) => moveInDate),
      column(({ holdExpiresAt }) => holdExpiresAt),
      column(({ holdExpiresAt }) => holdExpiresAt.toISOString()),
      column(({ traceparent }) => traceparent),
      column(() => uuidv7()),
      column(() => uuidv7()),
    ],
  );
  const granted = new Map<string, Booking>();
  for (const row of rows)
    if (isBooking(row)) granted.set(row.id, toBooking(row));
  return { room: roomIn(rows[0]), bookings: ids.map((id) => granted.get(id)) };
}

/**
 * The attempts' bookings, looked up one by one: LIMIT keeps the planner from reading the whole table,
 * which it would take for small for as long as it remembers it so.
 */
const EARLIER = `(
    SELECT earlier.*
    FROM unnest($1::uuid[], $2::uuid[]) AS asked (tenant_id, idempotency_key)
    CROSS JOIN LATERAL (
      SELECT * FROM booking WHERE tenant_id = asked.tenant_id
        AND idempotency_key = asked.idempotency_key LIMIT 1
    ) AS earlier
  ) AS earlier`;

const LOOK: PreparedStatement = {
  name: "look-at-attempts",
  text: `
  SELECT bookable, available_quantity, EXISTS (SELECT FROM ${EARLIER}) AS repeated
  FROM (SELECT) AS always LEFT JOIN room_inventory ON room_id = $3`,
};

const FIND_EARLIER: PreparedStatement = {
  name: "find-earlier-bookings",
  text: `SELECT ${BOOKING_COLUMNS} FROM ${EARLIER}`,
};

/**
 * Reads, without a lock, the room and what the attempts' keys have made before. Most are new: their
 * bookings are asked for only when there are some, because most refusals need nothing but this.
 */
export async function lookAtAttempts(
  dataSource: DataSource,
  roomId: string,
  attempts: readonly Pick<Attempt, "tenantId" | "idempotencyKey">[],
): Promise<{
  readonly room: RoomState;
  readonly earlier: ReadonlyMap<string, Earlier>;
}> {
  const keys = [
    attempts.map(({ tenantId }) => tenantId),
    attempts.map(({ idempotencyKey }) => idempotencyKey),
  ];
  const [seen] = await queryPrepared<
    RoomColumns & { readonly repeated: boolean }
  >(dataSource, LOOK, [...keys, roomId]);
  const rows = seen?.repeated
    ? await queryPrepared<BookingColumns>(dataSource, FIND_EARLIER, keys)
    : [];
  const earlier = new Map(
    rows.map((row) => [
      nameOf({ tenantId: row.tenant_id, idempotencyKey: row.idempotency_key }),
      { booking: toBooking(row), requestHash: row.request_hash },
    ]),
  );
  return { room: roomIn(seen), earlier };
}

/** Names an attempt: a key is the tenant's own. */
export const nameOf = (attempt: Pick<Attempt, "tenantId" | "idempotencyKey">) =>
  `${attempt.tenantId} ${attempt.idempotencyKey}`;

/** The outer join leaves nulls where nothing was granted. */
const isBooking = (row: { readonly id: string | null }) => row.id !== null;

function roomIn(row: RoomColumns | undefined): RoomState {
  if (!row || row.bookable === null || row.available_quantity === null)
    return undefined;
  return { bookable: row.bookable, availableQuantity: row.available_quantity };
}

function toBooking(row: BookingColumns): Booking {
  return {
    id: row.id,
    roomId: row.room_id,
    propertyId: row.property_id,
    landlordId: row.landlord_id,
    tenantId: row.tenant_id,
    status: row.status,
    amountPaise: Number(row.amount_paise),
    moveInDate: row.move_in_date,
    holdExpiresAt: row.hold_expires_at,
    cancellationReason: row.cancellation_reason,
    checkoutUrl: row.checkout_url,
    checkoutExpiresAt: row.checkout_expires_at,
    createdAt: row.created_at,
  };
}
