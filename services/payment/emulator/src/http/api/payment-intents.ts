import { intentObject } from "../../stripe-objects/payment-intent.js";
import type { Desk } from "../../use-cases/desk.js";
import { requireIntent } from "../../use-cases/find-records.js";
import type { Operation } from "./operation.js";
import { refuseParameters } from "./parameters.js";

export const retrievePaymentIntent =
  (desk: Desk): Operation =>
  ({ id, input }) => {
    refuseParameters(input);
    return intentObject(requireIntent(desk, id, "intent"));
  };
