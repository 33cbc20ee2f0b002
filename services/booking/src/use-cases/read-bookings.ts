import type { Caller } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import { mayAct } from "@rentezy/identity";
import type { Booking } from "../domain/booking.js";
import { refusal } from "../domain/errors.js";
import { findBooking, listBookings } from "../persistence/bookings.js";

/** Reads a booking that is the caller's: as its tenant, its room's landlord, or an admin. */
export type ReadBooking = (
  caller: Caller,
  bookingId: string,
) => Promise<Booking>;

/** @throws DomainError `BOOKING.NOT_FOUND` also for bookings of others: ids tell nothing. */
export const createReadBooking =
  (dataSource: DataSource): ReadBooking =>
  async (caller, bookingId) => {
    const booking = await findBooking(dataSource.manager, bookingId);
    const isParty =
      booking &&
      (mayAct(caller, booking.tenantId) || mayAct(caller, booking.landlordId));
    if (!isParty) throw refusal("BOOKING.NOT_FOUND");
    return booking;
  };

/** Lists the caller's bookings, newest first: a tenant's own, those of a landlord's rooms, or all. */
export type ListBookings = (
  caller: Caller,
  page: { readonly limit: number; readonly cursor?: string | undefined },
) => Promise<Booking[]>;

export const createListBookings =
  (dataSource: DataSource): ListBookings =>
  (caller, page) => {
    const whose = {
      tenant: { tenantId: caller.userId },
      landlord: { landlordId: caller.userId },
      admin: {},
    }[caller.role];
    return listBookings(dataSource.manager, whose, page);
  };
