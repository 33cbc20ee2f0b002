import { CreateOutbox1700000000001 } from "@rentezy/events";
import { CreateCheckout1700000000101 } from "./0001-create-checkout.js";
import { CreateRefund1700000000102 } from "./0002-create-refund.js";
import { CreateStripeEvent1700000000103 } from "./0003-create-stripe-event.js";
import { IndexFailedRefunds1700000000104 } from "./0004-index-failed-refunds.js";

/** In order; one that has landed is never changed. */
export const migrations = [
  CreateOutbox1700000000001,
  CreateCheckout1700000000101,
  CreateRefund1700000000102,
  CreateStripeEvent1700000000103,
  IndexFailedRefunds1700000000104,
];
