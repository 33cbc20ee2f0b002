import { sidecarAddressOf } from "@rentezy/config";
import { connectSidecar } from "@rentezy/dapr";
import {
  databaseDependency,
  openOwnDatabase,
  type DataSource,
} from "@rentezy/database";
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
import { v7 as uuidv7 } from "uuid";
import type { Config } from "./config.js";
import { propertyErrors } from "./domain/errors.js";
import { subscriptions } from "./events/subscriptions.js";
import { operations } from "./http/router.js";
import { postgresProperties } from "./persistence/postgres-properties.js";
import { schema } from "./persistence/schema.js";

const errors = { ...identityErrors, ...deadLetterErrors, ...propertyErrors };

/** What stands between the app and the world: replaced as a whole by the service's tests. */
export interface Resources {
  readonly config: Pick<Config, "APP_ID" | "APP_API_TOKEN">;
  readonly dataSource: DataSource;
  readonly verify: VerifyToken;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Puts the service's doors in front of its stories. */
export function createApp(resources: Resources): Express {
  const { config, dataSource, verify, logger, metrics } = resources;
  const world = {
    properties: postgresProperties(dataSource),
    now: () => new Date(),
    newId: () => uuidv7(),
  };
  const consumer = consumeEvents({
    subscriptions: subscriptions(world),
    dataSource,
    errors,
    logger,
    metrics,
  });
  return createServiceApp({
    appId: config.APP_ID,
    appToken: config.APP_API_TOKEN,
    logger,
    metrics,
    dependencies: { database: databaseDependency(dataSource) },
    authenticate: authenticateWith(verify),
    operations: [...operations(world), ...consumer.operations],
    deliveries: consumer.deliveries,
    errors,
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
    destinations: topicDestinations(config.APP_ID, ["properties"], sidecar),
    dataSource,
    logger,
    metrics,
  });
  lifecycle.onClose("relay", relay.stop);
  const verify = createServiceVerifier(config, sidecar);
  return createApp({ config, dataSource, verify, logger, metrics });
}
