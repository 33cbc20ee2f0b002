import type { EntityManager } from "@rentezy/database";
import { LessThan, type FindOptionsWhere } from "typeorm";
import type { Booking } from "../domain/booking.js";
import { BookingEntity, type BookingRow } from "./entities.js";

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
