import type { DataSource } from "@rentezy/database";
import { setTimeout as delay } from "node:timers/promises";
import type { Booking } from "../domain/booking.js";
import { refusal } from "../domain/errors.js";
import { findBooking } from "../persistence/bookings.js";

const LOOK_AGAIN_MS = 100;

/** Reads a booking until it is as wanted or patience (milliseconds) ends; answers how it then is. */
export async function waitForBooking(
  dataSource: DataSource,
  bookingId: string,
  wanted: {
    readonly until: (booking: Booking) => boolean;
    readonly patienceMs: number;
  },
): Promise<Booking> {
  const deadline = Date.now() + wanted.patienceMs;
  for (;;) {
    const booking = await findBooking(dataSource.manager, bookingId);
    if (!booking) throw refusal("BOOKING.NOT_FOUND");
    if (wanted.until(booking) || Date.now() >= deadline) return booking;
    await delay(LOOK_AGAIN_MS);
  }
}
