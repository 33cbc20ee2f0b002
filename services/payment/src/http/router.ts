import type { Operation } from "@rentezy/http";
import type { Stories } from "../use-cases/stories.js";
import { expireCheckoutOperation } from "./expire-checkout.js";
import { openCheckoutOperation } from "./open-checkout.js";
import { readCheckoutOperation } from "./read-checkout.js";
import { refundPaymentOperation } from "./refund-payment.js";

/** Every operation of the service; the webhook's route needs the raw body and stands beside them. */
export const operations = (stories: Stories): readonly Operation[] => [
  openCheckoutOperation(stories),
  readCheckoutOperation(stories),
  expireCheckoutOperation(stories),
  refundPaymentOperation(stories),
];
