import { checkoutSubject, refundReply } from "@rentezy/contracts";
import { operation } from "@rentezy/http";
import { z } from "zod";
import type { Stories } from "../use-cases/stories.js";
import { forPayees } from "./access.js";
import { refundView } from "./views.js";

export const refundPaymentOperation = ({ refundPayment }: Stories) =>
  operation({
    method: "post",
    path: "/internal/refunds",
    summary: "Give a subject's payment back in full, once",
    access: forPayees,
    body: z.strictObject(checkoutSubject.shape),
    replies: { 200: refundReply },
    handler: async ({ body }) => ({
      status: 200,
      body: { refund: refundView(await refundPayment(body)) },
    }),
  });
