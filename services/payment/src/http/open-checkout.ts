import { checkoutReply, openCheckoutRequest } from "@rentezy/contracts";
import { operation } from "@rentezy/http";
import { z } from "zod";
import type { Stories } from "../use-cases/stories.js";
import { forPayees } from "./access.js";
import { checkoutView } from "./views.js";

export const openCheckoutOperation = ({ openCheckout }: Stories) =>
  operation({
    method: "post",
    path: "/internal/checkout-sessions",
    summary: "Open the checkout of a subject, once",
    access: forPayees,
    body: z.strictObject(openCheckoutRequest.shape),
    replies: { 200: checkoutReply, 201: checkoutReply },
    handler: async ({ body }) => {
      const { created, checkout } = await openCheckout(body);
      return {
        status: created ? 201 : 200,
        body: { checkout: checkoutView(checkout) },
      };
    },
  });
