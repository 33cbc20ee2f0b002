import { z } from "zod";
import { intentObject } from "../../stripe-objects/payment-intent.js";
import type { Desk } from "../../use-cases/desk.js";
import { requireIntent } from "../../use-cases/find-records.js";
import type { Operation } from "./operation.js";
import { readParameters } from "./parameters.js";

export const retrievePaymentIntent =
  (desk: Desk): Operation =>
  ({ id, input }) => {
    readParameters(z.strictObject({}), input);
    return intentObject(requireIntent(desk, id, "intent"));
  };
