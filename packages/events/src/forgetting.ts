import type { Database } from "./delivery.js";

/** Rows that nobody asks for any more. */
interface Old {
  readonly table: string;
  readonly key: string;
  readonly condition: string;
}

const OLD: readonly Old[] = [
  {
    table: "outbox",
    key: "position",
    condition: "delivered_at < now() - interval '7 days'",
  },
  {
    // Kafka, which keeps events for 7 days, cannot deliver them again by then.
    table: "processed_event",
    key: "event_id",
    condition: "processed_at < now() - interval '30 days'",
  },
  {
    // A letter that waits is kept for good.
    table: "dead_letter",
    key: "id",
    condition: "replayed_at < now() - interval '30 days'",
  },
];

/** A service that hears no events has an outbox only. */
const PRESENT = `
  SELECT name FROM unnest($1::text[]) AS named (name) WHERE to_regclass(name) IS NOT NULL`;

/** Rows deleted by one statement: few enough that it ends long before its time is over. */
const DELETED_AT_ONCE = 5_000;

async function deleteInPieces(
  database: Database,
  { table, key, condition }: Old,
  until: AbortSignal,
): Promise<void> {
  const statement = `
    DELETE FROM ${table} WHERE ${key} IN (
      SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ${DELETED_AT_ONCE})`;
  while (!until.aborted) {
    const { rowCount } = await database.query(statement);
    if ((rowCount ?? 0) < DELETED_AT_ONCE) return;
  }
}

/**
 * Deletes what is old: outbox rows that were delivered a week ago, and what had its effect a month ago,
 * ids of events and dead letters alike.
 */
export async function forgetOld(
  database: Database,
  until: AbortSignal,
): Promise<void> {
  const tables = OLD.map(({ table }) => table);
  const { rows } = await database.query<{ name: string }>(PRESENT, [tables]);
  const present = new Set(rows.map(({ name }) => name));
  for (const old of OLD)
    if (present.has(old.table)) await deleteInPieces(database, old, until);
}
