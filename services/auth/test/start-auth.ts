import { parseEnvironment } from "@rentezy/config";
import { createLifecycle } from "@rentezy/http";
import { createLogger } from "@rentezy/telemetry";
import {
  createTestDatabase,
  startTestApp,
  type TestApp,
} from "@rentezy/testkit";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import pg from "pg";
import { openApp } from "../src/app.js";
import { environment, type Config } from "../src/config.js";
import { migrations } from "../src/persistence/migrations.js";

export const APP_TOKEN = "the-sidecar-shows-this";
export const ADMIN = {
  email: "operator@rentezy.test",
  password: "operator's own password",
};

/** Nothing listens here: these tests are about what auth does without its sidecar. */
const NO_SIDECAR_PORT = "9";

const newSigningKey = (kid: string) => ({
  ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
    format: "jwk",
  }),
  kid,
});

export const signingKeys = [newSigningKey("first"), newSigningKey("second")];

/** The configuration of an auth on this database. */
export function configFor(
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Config {
  return parseEnvironment(environment, {
    APP_ID: "auth",
    APP_PORT: "1",
    DAPR_HTTP_PORT: NO_SIDECAR_PORT,
    DAPR_GRPC_PORT: NO_SIDECAR_PORT,
    DAPR_API_TOKEN: "the-app-shows-this",
    APP_API_TOKEN: APP_TOKEN,
    LOG_LEVEL: "silent",
    DATABASE_URL: databaseUrl,
    SIGNING_KEYS: JSON.stringify(signingKeys),
    JWT_ISSUER: "https://auth.test",
    JWT_AUDIENCE: "rentezy",
    PUBLIC_URL: "https://rentezy.test/",
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    ...settings,
  });
}

/** An auth that serves from a database of its own. */
export interface RunningAuth extends TestApp {
  readonly databaseUrl: string;
  readonly sql: <Row extends pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<Row[]>;
}

export const createAuthDatabase = () =>
  createTestDatabase({ appId: "auth", migrations });

/** Opens an auth as main.ts does, on a database that may be shared with another replica. */
export async function openReplica(config: Config) {
  const logger = createLogger({ appId: "auth", level: "silent" });
  const lifecycle = createLifecycle(logger);
  const app = await openApp(config, logger, lifecycle);
  const running = await startTestApp(app, APP_TOKEN);
  return {
    ...running,
    close: async () => {
      await running.close();
      await lifecycle.close();
    },
  };
}

/** Starts an auth with an empty database; `close` drops it. */
export async function startAuth(
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningAuth> {
  const database = await createAuthDatabase();
  const replica = await openReplica(configFor(database.url, settings));
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  return {
    ...replica,
    databaseUrl: database.url,
    sql: async <Row extends pg.QueryResultRow>(
      text: string,
      values: readonly unknown[] = [],
    ) => (await pool.query<Row>(text, [...values])).rows,
    close: async () => {
      await pool.end();
      await replica.close();
      await database.drop();
    },
  };
}

/** A registration that nobody else makes. */
export const newRegistration = () => ({
  email: `asha.${randomUUID()}@rentezy.test`,
  password: "a good password",
  name: "Asha Rao",
  role: "tenant",
});
