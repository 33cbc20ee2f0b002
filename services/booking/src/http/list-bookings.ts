import { operation, pageOf, pageQuery, toPage } from "@rentezy/http";
import type { ListBookings } from "../use-cases/read-bookings.js";
import { bookingBody, present } from "./representation.js";

/** GET /api/bookings: a tenant's own, or those of a landlord's rooms; newest first. */
export const listBookings = (list: ListBookings) =>
  operation({
    method: "get",
    path: "/api/bookings",
    summary: "List your bookings",
    access: { kind: "user" },
    query: pageQuery,
    replies: { 200: pageOf(bookingBody) },
    handler: async ({ caller, query }) => {
      const bookings = await list(caller, query);
      return { status: 200, body: toPage(bookings.map(present), query.limit) };
    },
  });
