import type { Operation } from "@rentezy/http";
import type { CancelBooking } from "../use-cases/cancel-booking.js";
import type { FindCheckout } from "../use-cases/find-checkout.js";
import type { ReadAvailability } from "../use-cases/read-availability.js";
import type { ListBookings, ReadBooking } from "../use-cases/read-bookings.js";
import type { ReserveRoom } from "../use-cases/reserve-room.js";
import { cancelBooking } from "./cancel-booking.js";
import { createBooking } from "./create-booking.js";
import { getAvailability } from "./get-availability.js";
import { getBooking } from "./get-booking.js";
import { getCheckout } from "./get-checkout.js";
import { listBookings } from "./list-bookings.js";

/** Every operation of the service. */
export function createOperations(useCases: {
  readonly reserveRoom: ReserveRoom;
  readonly readBooking: ReadBooking;
  readonly listBookings: ListBookings;
  readonly cancelBooking: CancelBooking;
  readonly findCheckout: FindCheckout;
  readonly readAvailability: ReadAvailability;
}): readonly Operation[] {
  return [
    createBooking(useCases.reserveRoom),
    listBookings(useCases.listBookings),
    getBooking(useCases.readBooking),
    cancelBooking(useCases.cancelBooking),
    getCheckout(useCases.findCheckout),
    getAvailability(useCases.readAvailability),
  ];
}
