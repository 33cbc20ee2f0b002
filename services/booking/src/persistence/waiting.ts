import type { DataSource } from "@rentezy/database";
import type { Metrics, Reading } from "@rentezy/telemetry";

/** A hold that is over by this much, in seconds, should have been ended by its saga, or by the watch over sagas. */
const GRACE_SECONDS = 120;

const OVERDUE = `
  SELECT count(*)::int AS value FROM booking
  WHERE status = 'reserved' AND hold_expires_at < now() - interval '${GRACE_SECONDS} seconds'`;

/** Nothing but the end of such a state changes a booking in it, so its last change is the beginning. */
const OLDEST = `
  SELECT named.status, coalesce(greatest(extract(epoch FROM now() - (
      SELECT min(updated_at) FROM booking WHERE booking.status = named.status
        AND booking.status IN ('reserved', 'expiring', 'refunding'))), 0), 0)::float8 AS value
  FROM (VALUES ('expiring'), ('refunding')) AS named (status)`;

/** Gives the service gauges of bookings that wait for something longer than they should. */
export function watchWaiting(dataSource: DataSource, metrics: Metrics): void {
  metrics.watch({
    name: "booking_holds_overdue",
    help: "Reserved bookings whose hold ended more than two minutes ago",
    read: () => dataSource.query<Reading[]>(OVERDUE),
  });
  metrics.watch({
    name: "booking_oldest_waiting_seconds",
    help: "Age of the oldest booking in a state that should pass; 0 when there is none",
    labelNames: ["status"],
    read: async () => {
      const rows =
        await dataSource.query<{ status: string; value: number }[]>(OLDEST);
      return rows.map(({ status, value }) => ({ labels: { status }, value }));
    },
  });
}
