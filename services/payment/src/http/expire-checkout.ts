import { checkoutReply, checkoutSubject } from "@rentezy/contracts";
import { operation } from "@rentezy/http";
import type { Stories } from "../use-cases/stories.js";
import { forPayees } from "./access.js";
import { checkoutView } from "./views.js";

export const expireCheckoutOperation = ({ expireCheckout }: Stories) =>
  operation({
    method: "post",
    path: "/internal/checkout-sessions/:purpose/:subjectId/expire",
    summary: "Close a checkout and hear how it ended",
    access: forPayees,
    params: checkoutSubject,
    replies: { 200: checkoutReply },
    handler: async ({ params }) => ({
      status: 200,
      body: { checkout: checkoutView(await expireCheckout(params)) },
    }),
  });
