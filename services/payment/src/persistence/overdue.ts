import type { DataSource } from "@rentezy/database";
import type { Metrics, Reading } from "@rentezy/telemetry";

const OVERDUE = `
  SELECT coalesce(greatest(extract(epoch FROM $1::timestamptz - min(next_look_at)), 0), 0)::float8 AS value
  FROM checkout`;

/** Gives the service a gauge of how far its sweeper is behind. */
export function watchOverdue(
  dataSource: DataSource,
  metrics: Metrics,
  now: () => Date,
): void {
  metrics.watch({
    name: "payment_look_overdue_seconds",
    help: "How late the most overdue check of a checkout is; 0 when none is due",
    read: () => dataSource.query<Reading[]>(OVERDUE, [now()]),
  });
}
