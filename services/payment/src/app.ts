import { sidecarAddressOf } from "@rentezy/config";
import { connectSidecar } from "@rentezy/dapr";
import {
  databaseDependency,
  openOwnDatabase,
  type DataSource,
} from "@rentezy/database";
import { startRelay, topicDestinations } from "@rentezy/events";
import { createServiceApp, type Lifecycle } from "@rentezy/http";
import {
  authenticateWith,
  createServiceVerifier,
  identityErrors,
  type VerifyToken,
} from "@rentezy/identity";
import { createMetrics, type Logger, type Metrics } from "@rentezy/telemetry";
import type { Express } from "express";
import type { Config } from "./config.js";
import { paymentErrors } from "./domain/errors.js";
import { paymentSweep } from "./events/payment-sweep.js";
import { operations } from "./http/router.js";
import {
  stripeWebhookOperation,
  stripeWebhookRoute,
} from "./http/stripe-webhook.js";
import { watchOverdue } from "./persistence/overdue.js";
import { postgresCheckouts } from "./persistence/postgres-checkouts.js";
import { schema } from "./persistence/schema.js";
import { createStripeClient, longestCallSeconds } from "./stripe/client.js";
import { stripeProvider } from "./stripe/provider.js";
import { webhookReader } from "./stripe/webhook.js";
import { createStories } from "./use-cases/stories.js";

/** What stands between the app and the world: replaced as a whole by the service's tests. */
export interface Resources {
  readonly config: Config;
  readonly dataSource: DataSource;
  readonly verify: VerifyToken;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Puts the service's doors in front of its stories. */
export function createApp(resources: Resources): Express {
  const { config, dataSource, verify, now, logger, metrics } = resources;
  const stripe = createStripeClient({
    secretKey: config.STRIPE_SECRET_KEY,
    apiBase: config.STRIPE_API_BASE,
    timeoutMs: config.STRIPE_TIMEOUT_SECONDS * 1000,
  });
  const returnUrl = config.CHECKOUT_RETURN_URL;
  const stories = createStories({
    checkouts: postgresCheckouts(dataSource, {
      pace: {
        afterSeconds: config.SWEEP_AFTER_SECONDS,
        maxIntervalSeconds: config.SWEEP_MAX_INTERVAL_SECONDS,
      },
      claimSeconds: longestCallSeconds(config.STRIPE_TIMEOUT_SECONDS),
      now,
    }),
    provider: stripeProvider({ stripe, returnUrl, logger }),
    now,
    logger,
    sweeper: {
      batch: config.SWEEP_BATCH,
      budgetMs: config.SWEEP_BUDGET_SECONDS * 1000,
    },
  });
  watchOverdue(dataSource, metrics, now);
  return createServiceApp({
    appId: config.APP_ID,
    appToken: config.APP_API_TOKEN,
    logger,
    metrics,
    dependencies: { database: databaseDependency(dataSource) },
    authenticate: authenticateWith(verify),
    operations: operations(stories),
    rawRoutes: stripeWebhookRoute(
      stories,
      webhookReader(stripe, config.STRIPE_WEBHOOK_SECRET),
    ),
    rawOperations: [stripeWebhookOperation],
    deliveries: paymentSweep(stories),
    errors: { ...identityErrors, ...paymentErrors },
  });
}

/** Opens all that the service needs and starts relaying its events. */
export async function openApp(
  config: Config,
  logger: Logger,
  lifecycle: Lifecycle,
): Promise<Express> {
  const metrics = createMetrics(config.APP_ID);
  const dataSource = await openOwnDatabase(config, schema, lifecycle);
  const sidecar = connectSidecar(sidecarAddressOf(config));
  lifecycle.onClose("sidecar", sidecar.close);
  const relay = startRelay({
    databaseUrl: config.DATABASE_URL,
    appId: config.APP_ID,
    destinations: topicDestinations(config.APP_ID, ["payments"], sidecar),
    dataSource,
    logger,
    metrics,
  });
  lifecycle.onClose("relay", relay.stop);
  const verify = createServiceVerifier(config, sidecar);
  const now = () => new Date();
  return createApp({ config, dataSource, verify, now, logger, metrics });
}
