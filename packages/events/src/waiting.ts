import type { DataSource } from "@rentezy/database";
import type { Metrics } from "@rentezy/telemetry";

interface Waiting {
  readonly destination: string;
  readonly rows: number;
  readonly oldestSeconds: number;
}

/** Both numbers come from the index of waiting rows, whatever the size of the table. */
const WAITING = `
  SELECT destination,
    (SELECT count(*)::int FROM outbox
      WHERE delivered_at IS NULL AND outbox.destination = named.destination) AS rows,
    coalesce((SELECT extract(epoch FROM clock_timestamp() - created_at)::float8 FROM outbox
      WHERE delivered_at IS NULL AND outbox.destination = named.destination
      ORDER BY position LIMIT 1), 0) AS "oldestSeconds"
  FROM unnest($1::text[]) AS named (destination)`;

/** Gives the app gauges of what waits in its outbox, counted at each scrape. */
export function watchOutbox(
  of: { readonly dataSource: DataSource; readonly metrics: Metrics },
  destinations: readonly string[],
): void {
  let reading: Promise<Waiting[]> | undefined;
  const read = () =>
    (reading ??= of.dataSource
      .query<Waiting[]>(WAITING, [destinations])
      .finally(() => {
        reading = undefined;
      }));
  const each = (value: (waiting: Waiting) => number) => async () =>
    (await read()).map((waiting) => ({
      labels: { destination: waiting.destination },
      value: value(waiting),
    }));
  of.metrics.watch({
    name: "outbox_backlog_rows",
    help: "Outbox rows that wait for delivery",
    labelNames: ["destination"],
    read: each(({ rows }) => rows),
  });
  of.metrics.watch({
    name: "outbox_oldest_seconds",
    help: "Age of the oldest outbox row that waits for delivery; 0 when none does",
    labelNames: ["destination"],
    read: each(({ oldestSeconds }) => Math.max(0, oldestSeconds)),
  });
}
