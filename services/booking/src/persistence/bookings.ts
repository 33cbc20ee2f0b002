import type { EntityManager } from "@rentezy/database";
import { LessThan, type FindOptionsWhere } from "typeorm";
import type { Booking } from "../domain/booking.js";
import { BookingEntity, type BookingRow } from "./entities.js";

/** What a new reservation writes; amount, property and landlord come from the room's own row. */
export interface NewReservation {
  readonly id: string;
  readonly roomId: string;
  readonly tenantId: string;
  readonly idempotencyKey: string;
  readonly requestHash: string;
  readonly moveInDate: string;
  readonly holdSeconds: number;
}

/**
 * Writes a reservation of a bookable room. Writes nothing and returns false when the tenant has
 * used the idempotency key before, or when there is no such room to book.
 */
export async function insertReservation(
  manager: EntityManager,
  reservation: NewReservation,
): Promise<boolean> {
  const written = await manager.query<unknown[]>(
    `INSERT INTO booking (id, room_id, property_id, landlord_id, tenant_id, idempotency_key,
       request_hash, status, amount_paise, move_in_date, hold_expires_at)
     SELECT $1, room_id, property_id, landlord_id, $3, $4, $5, 'reserved', amount_paise, $6,
       now() + $7 * interval '1 second'
     FROM room_inventory WHERE room_id = $2 AND bookable
     ON CONFLICT ON CONSTRAINT booking_idempotency_key DO NOTHING RETURNING id`,
    [
      reservation.id,
      reservation.roomId,
      reservation.tenantId,
      reservation.idempotencyKey,
      reservation.requestHash,
      reservation.moveInDate,
      reservation.holdSeconds,
    ],
  );
  return written.length > 0;
}

export function findBooking(
  manager: EntityManager,
  id: string,
): Promise<Booking | null> {
  return manager.findOneBy(BookingEntity, { id });
}

export function findByIdempotencyKey(
  manager: EntityManager,
  tenantId: string,
  idempotencyKey: string,
): Promise<BookingRow | null> {
  return manager.findOneBy(BookingEntity, { tenantId, idempotencyKey });
}

/** Locks the booking's row until the transaction ends: of two things at once, one waits. */
export function lockBooking(
  manager: EntityManager,
  id: string,
): Promise<Booking | null> {
  return manager.findOne(BookingEntity, {
    where: { id },
    lock: { mode: "pessimistic_write" },
  });
}

/** Newest first; ids are UUIDv7, so they sort by time. One more than `limit` tells that there is more. */
export function listBookings(
  manager: EntityManager,
  whose: Pick<FindOptionsWhere<BookingRow>, "tenantId" | "landlordId">,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Booking[]> {
  return manager.find(BookingEntity, {
    where: {
      ...whose,
      ...(page.cursor !== undefined && { id: LessThan(page.cursor) }),
    },
    order: { id: "DESC" },
    take: page.limit + 1,
  });
}

/** Changes a locked booking. */
export async function updateBooking(
  manager: EntityManager,
  id: string,
  change: Partial<
    Pick<
      Booking,
      "status" | "cancellationReason" | "checkoutUrl" | "checkoutExpiresAt"
    >
  >,
): Promise<void> {
  await manager.update(BookingEntity, { id }, change);
}
