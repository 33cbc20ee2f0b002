import { connectSidecar } from "@rentezy/dapr";
import {
  databaseDependency,
  openOwnDatabase,
  type DataSource,
} from "@rentezy/database";
import { sidecarAddressOf } from "@rentezy/config";
import {
  consumeEvents,
  deadLetterErrors,
  startRelay,
  topicDestinations,
} from "@rentezy/events";
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
import { bookingErrors } from "./domain/errors.js";
import { sagaWatch } from "./events/saga-watch.js";
import { subscriptions } from "./events/subscriptions.js";
import { createOperations } from "./http/router.js";
import { connectPayments } from "./payment/payments.js";
import { schema } from "./persistence/schema.js";
import { watchWaiting } from "./persistence/waiting.js";
import { WORKFLOW_DESTINATION } from "./use-cases/saga-commands.js";
import type { Sagas, SagaSteps } from "./use-cases/sagas.js";
import { createSagaStories, createStories } from "./use-cases/stories.js";
import { createWatchSagas } from "./use-cases/watch-sagas.js";
import { createActivities } from "./workflow/activities.js";
import { createCommandDelivery } from "./workflow/deliver-commands.js";
import { runSagas } from "./workflow/run-sagas.js";
import { createSagas } from "./workflow/sagas.js";

const errors = { ...identityErrors, ...deadLetterErrors, ...bookingErrors };

/** What stands between the app and the world: replaced as a whole by the service's tests. */
export interface Resources {
  readonly config: Pick<
    Config,
    "APP_ID" | "APP_API_TOKEN" | "HOLD_SECONDS" | "RESERVE_QUEUE_LIMIT"
  >;
  readonly dataSource: DataSource;
  readonly sagas: Sagas;
  readonly steps: SagaSteps;
  readonly now: () => Date;
  readonly verify: VerifyToken;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Puts the service's doors in front of its stories. */
export function createApp(resources: Resources): Express {
  const { config, dataSource, verify, logger, metrics } = resources;
  const stories = createStories({
    dataSource,
    holdSeconds: config.HOLD_SECONDS,
    mostWaiting: config.RESERVE_QUEUE_LIMIT,
  });
  const consumer = consumeEvents({
    subscriptions: subscriptions(dataSource),
    dataSource,
    errors,
    logger,
    metrics,
  });
  watchWaiting(dataSource, metrics);
  return createServiceApp({
    appId: config.APP_ID,
    appToken: config.APP_API_TOKEN,
    logger,
    metrics,
    dependencies: { database: databaseDependency(dataSource) },
    authenticate: authenticateWith(verify),
    operations: [...createOperations(stories), ...consumer.operations],
    errors,
    deliveries: consumer.deliveries.use(sagaWatch(createWatchSagas(resources))),
  });
}

/** Opens all that the service needs, and starts its sagas and the relay of its outbox. */
export async function openApp(
  config: Config,
  logger: Logger,
  lifecycle: Lifecycle,
): Promise<Express> {
  const metrics = createMetrics(config.APP_ID);
  const dataSource = await openOwnDatabase(config, schema, lifecycle);
  const sidecar = connectSidecar(sidecarAddressOf(config));
  lifecycle.onClose("sidecar", sidecar.close);
  const payments = connectPayments(sidecar);
  const sagaStories = createSagaStories({ dataSource, payments });
  const steps = createActivities(sagaStories, logger);
  const workflows = runSagas({ sidecar, steps, logger, metrics, lifecycle });
  const relay = startRelay({
    databaseUrl: config.DATABASE_URL,
    appId: config.APP_ID,
    destinations: {
      ...topicDestinations(config.APP_ID, ["bookings"], sidecar),
      [WORKFLOW_DESTINATION]: createCommandDelivery(workflows, logger),
    },
    dataSource,
    logger,
    metrics,
  });
  lifecycle.onClose("relay", relay.stop);
  const verify = createServiceVerifier(config, sidecar);
  const sagas = createSagas(workflows);
  const opened = { dataSource, sagas, steps, verify, logger, metrics };
  return createApp({ ...opened, config, now: () => new Date() });
}
