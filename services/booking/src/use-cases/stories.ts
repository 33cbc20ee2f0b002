import type { DataSource } from "@rentezy/database";
import { createCancelBooking } from "./cancel-booking.js";
import { createEndHold } from "./end-hold.js";
import { createFindCheckout } from "./find-checkout.js";
import { createGrantTogether } from "./grant-together.js";
import { createOpenCheckout } from "./open-checkout.js";
import type { Payments } from "./payments.js";
import { createReadAvailability } from "./read-availability.js";
import { createListBookings, createReadBooking } from "./read-bookings.js";
import { createRefundBooking } from "./refund-booking.js";
import { createReserveRoom } from "./reserve-room.js";

/** Everything that can be asked of this service. */
export type Stories = ReturnType<typeof createStories>;

/** Ties the stories that requests begin together. */
export function createStories(world: {
  readonly dataSource: DataSource;
  readonly holdSeconds: number;
  /** Reservations that may wait at once. */
  readonly mostWaiting: number;
}) {
  const { dataSource } = world;
  const readBooking = createReadBooking(dataSource);
  return {
    reserveRoom: createReserveRoom({
      ...world,
      grant: createGrantTogether(world),
    }),
    readBooking,
    listBookings: createListBookings(dataSource),
    cancelBooking: createCancelBooking({ dataSource, readBooking }),
    findCheckout: createFindCheckout({ dataSource, readBooking }),
    readAvailability: createReadAvailability(dataSource),
  };
}

/** Everything that the sagas do. */
export type SagaStories = ReturnType<typeof createSagaStories>;

/** Ties the stories of the sagas together. */
export function createSagaStories(world: {
  readonly dataSource: DataSource;
  readonly payments: Payments;
}) {
  return {
    openCheckout: createOpenCheckout(world),
    endHold: createEndHold(world),
    refundBooking: createRefundBooking(world),
  };
}
