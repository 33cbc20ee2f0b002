import type { Stack } from "@rentezy/local";
import pg from "pg";
import { secretOf } from "./stack.js";

/**
 * Looks into a service's database from outside: what the services say is checked against what
 * they have written.
 */
export async function rowsOf<Row extends pg.QueryResultRow>(
  stack: Stack,
  appId: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({
    connectionString: secretOf(stack, appId, "DATABASE_URL"),
  });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
