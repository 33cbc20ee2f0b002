import { operation } from "@rentezy/http";
import type { ReadBooking } from "../use-cases/read-bookings.js";
import { bookingParams, bookingReply, present } from "./representation.js";

/** GET /api/bookings/:bookingId */
export const getBooking = (readBooking: ReadBooking) =>
  operation({
    method: "get",
    path: "/api/bookings/:bookingId",
    summary: "Read a booking of yours",
    access: { kind: "user" },
    params: bookingParams,
    replies: { 200: bookingReply },
    handler: async ({ caller, params }) => ({
      status: 200,
      body: { booking: present(await readBooking(caller, params.bookingId)) },
    }),
  });
