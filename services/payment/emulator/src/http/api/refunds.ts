import { z } from "zod";
import { refundObject } from "../../stripe-objects/refund.js";
import type { Desk } from "../../use-cases/desk.js";
import { requireIntent, requireRefund } from "../../use-cases/find-records.js";
import { listRecords } from "../../use-cases/list-records.js";
import { refundPayment } from "../../use-cases/refund-payment.js";
import { listObject, type Operation } from "./operation.js";
import {
  integer,
  listParameters,
  metadata,
  pageOf,
  readParameters,
  refuseParameters,
  text,
} from "./parameters.js";

const createParameters = z.strictObject({
  payment_intent: text,
  amount: integer.optional(),
  reason: z
    .enum(["duplicate", "fraudulent", "requested_by_customer"])
    .optional(),
  metadata,
});

export const createRefund =
  (desk: Desk): Operation =>
  ({ input, cause }) => {
    const given = readParameters(createParameters, input);
    const wished = {
      intentId: given.payment_intent,
      amount: given.amount,
      reason: given.reason ?? null,
      metadata: given.metadata,
    };
    return refundObject(refundPayment(desk, wished, cause));
  };

export const retrieveRefund =
  (desk: Desk): Operation =>
  ({ id, input }) => {
    refuseParameters(input);
    return refundObject(requireRefund(desk, id));
  };

const filters = z.strictObject({
  ...listParameters,
  payment_intent: text.optional(),
});

export const listRefunds =
  (desk: Desk): Operation =>
  ({ input }) => {
    const given = readParameters(filters, input);
    const intentId = given.payment_intent;
    if (intentId !== undefined) requireIntent(desk, intentId, "payment_intent");
    const { data, hasMore } = listRecords(
      "refund",
      desk.records.all("refund"),
      pageOf(given),
      (refund) => intentId === undefined || refund.intentId === intentId,
    );
    return listObject("/v1/refunds", data.map(refundObject), hasMore);
  };
