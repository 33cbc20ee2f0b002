import { operation } from "@rentezy/http";
import type { CancelBooking } from "../use-cases/cancel-booking.js";
import { bookingParams, bookingReply, present } from "./representation.js";

/** POST /api/bookings/:bookingId/cancel: 202 while Stripe has not ended the checkout yet. */
export const cancelBooking = (cancel: CancelBooking) =>
  operation({
    method: "post",
    path: "/api/bookings/:bookingId/cancel",
    summary: "Cancel a booking that is not paid yet",
    access: { kind: "user", roles: ["tenant", "admin"] },
    params: bookingParams,
    replies: { 200: bookingReply, 202: bookingReply },
    handler: async ({ caller, params }) => {
      const booking = await cancel(caller, params.bookingId);
      const status = booking.status === "expiring" ? 202 : 200;
      return { status, body: { booking: present(booking) } };
    },
  });
