import { checkoutReply, checkoutSubject } from "@rentezy/contracts";
import { operation } from "@rentezy/http";
import type { Stories } from "../use-cases/stories.js";
import { forPayees } from "./access.js";
import { checkoutView } from "./views.js";

export const readCheckoutOperation = ({ readCheckout }: Stories) =>
  operation({
    method: "get",
    path: "/internal/checkout-sessions/:purpose/:subjectId",
    summary: "Read a checkout as it is at Stripe now",
    access: forPayees,
    params: checkoutSubject,
    replies: { 200: checkoutReply },
    handler: async ({ params }) => ({
      status: 200,
      body: { checkout: checkoutView(await readCheckout(params)) },
    }),
  });
