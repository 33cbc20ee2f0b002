import { instant } from "@rentezy/contracts";
import { operation } from "@rentezy/http";
import { z } from "zod";
import type { FindCheckout } from "../use-cases/find-checkout.js";
import { bookingParams } from "./representation.js";

/** GET /api/bookings/:bookingId/checkout: 202 while the page is not open yet; ask again. */
export const getCheckout = (findCheckout: FindCheckout) =>
  operation({
    method: "get",
    path: "/api/bookings/:bookingId/checkout",
    summary: "Where to pay a reserved booking",
    access: { kind: "user", roles: ["tenant", "admin"] },
    params: bookingParams,
    replies: {
      200: z.object({ url: z.url(), expiresAt: instant }),
      202: z.object({ status: z.literal("opening") }),
    },
    handler: async ({ caller, params }) => {
      const checkout = await findCheckout(caller, params.bookingId);
      if (!checkout) {
        return {
          status: 202,
          body: { status: "opening" },
          headers: { "retry-after": "1" },
        };
      }
      const { url, expiresAt } = checkout;
      return { status: 200, body: { url, expiresAt: expiresAt.toISOString() } };
    },
  });
