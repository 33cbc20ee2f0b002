import { onDatabase, type Stack } from "@rentezy/local";
import type { QueryResultRow } from "pg";

/**
 * Looks into a service's database from outside: what the services say is checked against what
 * they have written.
 */
export const rowsOf = <Row extends QueryResultRow>(
  stack: Stack,
  appId: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> =>
  onDatabase(
    stack,
    appId,
    async (client) => (await client.query<Row>(sql, [...values])).rows,
  );
