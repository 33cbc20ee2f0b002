import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Role } from "../engines/databases.js";
import { enginePorts } from "./ports.js";
import type { Row } from "./topology.js";

/** Secrets as Kubernetes keeps them: name of the Secret -> key -> value. */
export type Secrets = Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

/** The database of Dapr's workflow engine; every other database belongs to the service of its name. */
const workflowDatabase = "workflow";

const password = (): string => randomBytes(24).toString("base64url");

function signingKeys(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = {
    ...privateKey.export({ format: "jwk" }),
    kid: randomUUID(),
    alg: "ES256",
    use: "sig",
  };
  return JSON.stringify([key]);
}

/** A service with migrations keeps its data in PostgreSQL. */
function hasDatabase({ folder }: Row): boolean {
  const migrations = join(folder, "src/persistence/migrations");
  return existsSync(migrations) || existsSync(`${migrations}.ts`);
}

type Recipe = Readonly<Record<string, () => string>>;

function recipes(
  rows: readonly Row[],
  portBase: number,
  redisPassword: string,
): Record<string, Recipe> {
  const ports = enginePorts(portBase);
  const redis = `127.0.0.1:${ports.redis}`;
  const databaseUrl = (name: string): string =>
    `postgres://${name}:${password()}@127.0.0.1:${ports.postgres}/${name}`;
  const own: Record<string, Recipe> = {
    gateway: { REDIS_URL: () => `redis://:${redisPassword}@${redis}` },
    auth: {
      SIGNING_KEYS: signingKeys,
      ADMIN_EMAIL: () => "admin@rentezy.local",
      ADMIN_PASSWORD: password,
    },
    payment: {
      STRIPE_SECRET_KEY: () => `sk_test_${randomBytes(24).toString("hex")}`,
      STRIPE_WEBHOOK_SECRET: () => `whsec_${randomBytes(24).toString("hex")}`,
    },
  };
  const made: Record<string, Recipe> = {
    demo: { PASSWORD: password },
    postgres: { password },
    redis: { host: () => redis, password: () => redisPassword },
    "broker-kafka": { brokers: () => `127.0.0.1:${ports.kafka}` },
    "workflow-state": { connectionString: () => databaseUrl(workflowDatabase) },
  };
  for (const row of rows) {
    made[row.appId] = {
      ...(hasDatabase(row)
        ? { DATABASE_URL: () => databaseUrl(row.appId) }
        : {}),
      ...own[row.appId],
    };
    made[`${row.appId}-api-token`] = { token: password };
    made[`${row.appId}-app-token`] = { token: password };
  }
  return made;
}

type Writable = Record<string, Record<string, string>>;

function readSecrets(file: string): Writable {
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, "utf8")) as Writable;
}

function writeSecrets(file: string, secrets: Secrets): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.${process.pid}`;
  const content = `${JSON.stringify(secrets, null, 2)}\n`;
  writeFileSync(partial, content, { mode: 0o600 });
  renameSync(partial, file);
}

/**
 * The secrets of a stack, made on first use and kept: what is there never changes, what a new row
 * needs is added. The file is readable by its owner only.
 */
export function ensureSecrets(
  file: string,
  rows: readonly Row[],
  portBase: number,
): Secrets {
  const secrets = readSecrets(file);
  const redisPassword = secrets.redis?.password ?? password();
  let made = 0;
  for (const [name, recipe] of Object.entries(
    recipes(rows, portBase, redisPassword),
  )) {
    const known = (secrets[name] ??= {});
    const missing = Object.entries(recipe).filter(([key]) => !(key in known));
    for (const [key, make] of missing) known[key] = make();
    made += missing.length;
  }
  if (made > 0) writeSecrets(file, secrets);
  // Somebody may have opened it to others since it was made.
  else if (existsSync(file)) chmodSync(file, 0o600);
  return secrets;
}

/** One value; throws when it is absent. */
export function secretOf(secrets: Secrets, name: string, key: string): string {
  const value = secrets[name]?.[key];
  if (value === undefined) throw new Error(`the secret ${name} has no ${key}`);
  return value;
}

/** The database roles that the secrets' connection strings speak of. */
export function rolesIn(secrets: Secrets): Role[] {
  return Object.values(secrets)
    .flatMap((values) => [values.DATABASE_URL, values.connectionString])
    .flatMap((value) =>
      value?.startsWith("postgres://") ? [new URL(value)] : [],
    )
    .map((url) => ({ name: url.username, password: url.password }));
}
