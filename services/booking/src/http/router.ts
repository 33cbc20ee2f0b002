import type { Operation } from "@rentezy/http";
import type { Stories } from "../use-cases/stories.js";
import { cancelBooking } from "./cancel-booking.js";
import { createBooking } from "./create-booking.js";
import { getAvailability } from "./get-availability.js";
import { getBooking } from "./get-booking.js";
import { getCheckout } from "./get-checkout.js";
import { listBookings } from "./list-bookings.js";
import { noOp } from "./no-op.js";

/** Every operation of the service. */
export function createOperations(stories: Stories): readonly Operation[] {
  return [
    createBooking(stories.reserveRoom),
    listBookings(stories.listBookings),
    getBooking(stories.readBooking),
    cancelBooking(stories.cancelBooking),
    getCheckout(stories.findCheckout),
    getAvailability(stories.readAvailability),
    noOp,
  ];
}
