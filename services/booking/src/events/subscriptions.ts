import type { DataSource } from "@rentezy/database";
import type { Subscriptions } from "@rentezy/events";
import { onPaymentOutcome } from "./on-payment-outcome.js";
import { onPropertyChanged } from "./on-property-changed.js";

/** What booking hears, by topic. */
export function subscriptions(dataSource: DataSource): Subscriptions {
  const propertyChanged = onPropertyChanged(dataSource);
  return {
    properties: {
      "property.published.v1": propertyChanged,
      "property.updated.v1": propertyChanged,
      "property.unpublished.v1": propertyChanged,
      "property.deleted.v1": propertyChanged,
    },
    payments: {
      "payment.succeeded.v1": onPaymentOutcome(dataSource, { kind: "paid" }),
      "payment.failed.v1": onPaymentOutcome(dataSource, {
        kind: "payment-failed",
      }),
      "payment.expired.v1": onPaymentOutcome(dataSource, {
        kind: "checkout-expired",
      }),
      "payment.refunded.v1": onPaymentOutcome(dataSource, {
        kind: "refunded",
      }),
    },
  };
}
