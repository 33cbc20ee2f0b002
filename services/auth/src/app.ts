import { sidecarAddressOf } from "@rentezy/config";
import { connectSidecar, type Sidecar } from "@rentezy/dapr";
import {
  databaseDependency,
  openOwnDatabase,
  type DataSource,
} from "@rentezy/database";
import { startRelay, topicDestinations } from "@rentezy/events";
import { createServiceApp, type Lifecycle } from "@rentezy/http";
import {
  authenticateWith,
  createTokenVerifier,
  identityErrors,
} from "@rentezy/identity";
import { createMetrics, type Logger, type Metrics } from "@rentezy/telemetry";
import type { Express } from "express";
import {
  adminOf,
  allowedOriginsOf,
  hashingOf,
  loginLimitOf,
  type Config,
} from "./config.js";
import { createAccessTokens } from "./credentials/access-tokens.js";
import {
  createPasswordHasher,
  type PasswordHasher,
} from "./credentials/password-hasher.js";
import { loadSigningKeys } from "./credentials/signing-keys.js";
import { createTurnstile } from "./credentials/turnstile.js";
import { authErrors } from "./domain/errors.js";
import { operations } from "./http/router.js";
import { schema } from "./persistence/schema.js";
import { openSessions } from "./persistence/sessions.js";
import { ensureAdmin } from "./use-cases/ensure-admin.js";
import { forgetNowAndThen } from "./use-cases/forget-login-attempts.js";
import { createStories } from "./use-cases/stories.js";

/** Everything that is open while the app serves. */
interface Opened {
  readonly database: DataSource;
  readonly hasher: PasswordHasher;
  readonly sidecar: Sidecar;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Puts the service's doors in front of its stories. */
function createApp(config: Config, opened: Opened): Express {
  const { database, sidecar, logger, metrics } = opened;
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = config;
  const keys = loadSigningKeys(config.SIGNING_KEYS);
  const ttlSeconds = config.REFRESH_TOKEN_SECONDS;
  const stories = createStories({
    ...opened,
    turnstile: createTurnstile(hashingOf(config)),
    limit: loginLimitOf(config),
    accessTokens: createAccessTokens({
      keys,
      issuer,
      audience,
      lifetimeSeconds: config.ACCESS_TOKEN_SECONDS,
    }),
    sessions: openSessions(sidecar),
    ttlSeconds,
  });
  const verify = createTokenVerifier({
    issuer,
    audience,
    fetchKeys: () => Promise.resolve(keys.published),
  });
  return createServiceApp({
    appId: config.APP_ID,
    appToken: config.APP_API_TOKEN,
    logger,
    metrics,
    dependencies: { database: databaseDependency(database) },
    authenticate: authenticateWith(verify),
    operations: operations({
      ...stories,
      cookie: { maxAgeSeconds: ttlSeconds, secure: config.COOKIE_SECURE },
      allowedOrigins: allowedOriginsOf(config),
      publishedKeys: keys.published,
      issuer,
      publicUrl: config.PUBLIC_URL,
    }),
    errors: { ...identityErrors, ...authErrors },
  });
}

/** Opens all that the service needs, and starts what runs beside its requests. */
export async function openApp(
  config: Config,
  logger: Logger,
  lifecycle: Lifecycle,
): Promise<Express> {
  const { APP_ID: appId, DATABASE_URL: url } = config;
  const metrics = createMetrics(appId);
  const hasher = await createPasswordHasher();
  const database = await openOwnDatabase(config, schema, lifecycle);
  await ensureAdmin({ database, hasher }, adminOf(config));
  const forgetting = forgetNowAndThen(database, loginLimitOf(config), logger);
  lifecycle.onClose("forgetting", forgetting.stop);
  const sidecar = connectSidecar(sidecarAddressOf(config));
  lifecycle.onClose("sidecar", sidecar.close);
  const destinations = topicDestinations(appId, ["users"], sidecar);
  const relay = startRelay({
    databaseUrl: url,
    appId,
    destinations,
    dataSource: database,
    logger,
    metrics,
  });
  lifecycle.onClose("relay", relay.stop);
  return createApp(config, { database, hasher, sidecar, logger, metrics });
}
