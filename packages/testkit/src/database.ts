import { migrate, type DatabaseOptions } from "@rentezy/database";
import { randomUUID } from "node:crypto";
import pg from "pg";

/** A database of its own for one suite, with the service's schema. */
export interface TestDatabase {
  readonly url: string;
  /** Drops the database; connections to it are ended. */
  readonly drop: () => Promise<void>;
}

/** Where global-setup put the server; set by it, read here. */
const ADMIN_URL_VARIABLE = "RENTEZY_TEST_POSTGRES";

/** Names the advisory lock under which one suite of many makes a template. */
const TEMPLATE_LOCK = 7_203_687;

function adminUrl(): string {
  const url = process.env[ADMIN_URL_VARIABLE];
  if (url === undefined) {
    throw new Error(
      "run service tests with `npx jest --selectProjects service`",
    );
  }
  return url;
}

const urlOf = (database: string) => {
  const url = new URL(adminUrl());
  url.pathname = `/${database}`;
  return url.href;
};

async function withAdmin<Result>(
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: adminUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureTemplate(
  client: pg.Client,
  name: string,
  schema: Pick<DatabaseOptions, "appId" | "migrations">,
): Promise<void> {
  await client.query("SELECT pg_advisory_lock($1)", [TEMPLATE_LOCK]);
  const { rowCount } = await client.query(
    "SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate",
    [name],
  );
  if (rowCount === 0) {
    await client.query(`DROP DATABASE IF EXISTS ${name}`);
    await client.query(`CREATE DATABASE ${name}`);
    await migrate({ ...schema, url: urlOf(name), entities: [], poolSize: 2 });
    await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
  }
  await client.query("SELECT pg_advisory_unlock($1)", [TEMPLATE_LOCK]);
}

/** Clones the service's migrated template: each suite starts from the same empty schema. */
export async function createTestDatabase(
  schema: Pick<DatabaseOptions, "appId" | "migrations">,
): Promise<TestDatabase> {
  const template = `template_${schema.appId.replaceAll("-", "_")}`;
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await withAdmin(async (client) => {
    await ensureTemplate(client, template, schema);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    url: urlOf(name),
    drop: () =>
      withAdmin(async (client) => {
        await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
      }),
  };
}
