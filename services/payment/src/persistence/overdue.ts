import type { DataSource } from "@rentezy/database";
import type { Metrics, Reading } from "@rentezy/telemetry";

const OVERDUE = `
  SELECT coalesce(greatest(extract(epoch FROM $1::timestamptz - min(next_look_at)), 0), 0)::float8 AS value
  FROM checkout`;

/** Announced as given back, and sent back by the bank: nobody asks for another refund. */
const SENT_BACK = `
  SELECT count(*)::int AS value FROM checkout
  WHERE refund_announced AND NOT refund_wanted AND amount_paise > (
      SELECT coalesce(sum(amount_paise), 0) FROM refund
      WHERE refund.purpose = checkout.purpose AND refund.subject_id = checkout.subject_id
        AND refund.status <> 'failed')
    AND (purpose, subject_id) IN (
      SELECT purpose, subject_id FROM refund WHERE status = 'failed')`;

/** Gives the service gauges of how far its sweeper is behind, and of what a person must see to. */
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
  metrics.watch({
    name: "payment_refunds_sent_back",
    help: "Payments whose refund failed after it had been announced",
    read: () => dataSource.query<Reading[]>(SENT_BACK),
  });
}
