import { subscription, type SubscriptionOptions } from "@rentezy/dapr";
import type { DataSource } from "@rentezy/database";
import { Router } from "express";
import { onPaymentOutcome } from "./on-payment-outcome.js";
import { onPropertyChanged } from "./on-property-changed.js";

/** The deliveries of booking's subscriptions, under `/events`. */
export function createDeliveries(
  dependencies: Omit<SubscriptionOptions, "handlers"> & {
    readonly dataSource: DataSource;
  },
): Router {
  const { dataSource, ...common } = dependencies;
  const propertyChanged = onPropertyChanged(dataSource);
  const router = Router();
  router.post(
    "/properties",
    subscription({
      ...common,
      handlers: {
        "property.published.v1": propertyChanged,
        "property.updated.v1": propertyChanged,
        "property.unpublished.v1": propertyChanged,
        "property.deleted.v1": propertyChanged,
      },
    }),
  );
  router.post(
    "/payments",
    subscription({
      ...common,
      handlers: {
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
    }),
  );
  return router;
}
