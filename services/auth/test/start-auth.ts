import { parseEnvironment } from "@rentezy/config";
import { openDatabase, type DataSource } from "@rentezy/database";
import { createLifecycle } from "@rentezy/http";
import { createLogger } from "@rentezy/telemetry";
import {
  createTestDatabase,
  startTestApp,
  type TestApp,
} from "@rentezy/testkit";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { openApp } from "../src/app.js";
import { environment, type Config } from "../src/config.js";
import { accountEntity } from "../src/persistence/account-entity.js";
import { schema } from "../src/persistence/schema.js";

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
  /** Its database, to look at and to act on beside it. */
  readonly database: DataSource;
}

/** Connects to an auth's database beside the service itself. */
export const connectTo = (databaseUrl: string) =>
  openDatabase({
    url: databaseUrl,
    appId: "auth-test",
    entities: [accountEntity],
    migrations: [],
    poolSize: 10,
  });

export const createAuthDatabase = () =>
  createTestDatabase({ appId: "auth", ...schema });

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
  const { url, drop } = await createAuthDatabase();
  const replica = await openReplica(configFor(url, settings));
  const database = await connectTo(url);
  return {
    ...replica,
    database,
    close: async () => {
      await database.destroy();
      await replica.close();
      await drop();
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
