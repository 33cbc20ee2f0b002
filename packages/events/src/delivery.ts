import type { Logger, Metrics } from "@rentezy/telemetry";
import type pg from "pg";

/** Where the outbox is: anything that runs a query on its database. */
export type Database = Pick<pg.Pool, "query">;

/** One outbox row on its way out. */
export interface OutboxRow {
  readonly id: string;
  readonly aggregateId: string;
  readonly type: string;
  readonly payload: unknown;
  readonly traceparent: string | null;
  readonly createdAt: Date;
  /** How often it was tried in vain. */
  readonly attempts: number;
}

/**
 * Hands rows over, no two of one aggregate in a call; returns the ids of those that did not get
 * through. Rows come again until they do, so it must be safe to repeat. It should begin nothing more
 * when `until` is aborted: somebody else may relay by then.
 */
export type Deliver = (
  rows: readonly OutboxRow[],
  until: AbortSignal,
) => Promise<ReadonlySet<string>>;

interface Destination {
  readonly destination: string;
  readonly deliver: Deliver;
  /** Aborted when this relay is to end. */
  readonly until: AbortSignal;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

const BATCH_ROWS = 500;

/**
 * Rows that are due, in order. A row that waits for its next attempt holds back the later rows of
 * its aggregate, and of no other.
 */
const DUE = `
  SELECT id, aggregate_id AS "aggregateId", type, payload, traceparent, created_at AS "createdAt", attempts
  FROM outbox AS row
  WHERE delivered_at IS NULL AND destination = $1 AND next_attempt_at <= now()
    AND NOT EXISTS (
      SELECT 1 FROM outbox AS earlier
      WHERE earlier.delivered_at IS NULL AND earlier.destination = row.destination
        AND earlier.aggregate_id = row.aggregate_id AND earlier.position < row.position
        AND earlier.next_attempt_at > now())
  ORDER BY position LIMIT ${BATCH_ROWS}`;

const DELIVERED = `UPDATE outbox SET delivered_at = clock_timestamp() WHERE id = ANY($1::uuid[])`;

/** Tries again after 0.25 s, doubling to 15 s. */
const POSTPONED = `
  UPDATE outbox SET attempts = attempts + 1,
    next_attempt_at = clock_timestamp() + least(0.25 * 2 ^ least(attempts, 10), 15) * interval '1 second'
  WHERE id = ANY($1::uuid[])`;

/**
 * Hands over one batch of due rows.
 *
 * @returns how many rows were delivered.
 */
export async function deliverDue(
  database: Database,
  to: Destination,
): Promise<number> {
  const { rows } = await database.query<OutboxRow>(DUE, [to.destination]);
  const heldBack = new Set<string>();
  let delivered = 0;
  const isEnding = () => to.until.aborted;
  for (const wave of wavesOf(rows)) {
    if (isEnding()) break;
    const ready = wave.filter((row) => !heldBack.has(row.aggregateId));
    if (ready.length === 0) continue;
    const failed = await attempt(to, ready);
    for (const row of ready)
      if (failed.has(row.id)) heldBack.add(row.aggregateId);
    const done = ready.filter((row) => !failed.has(row.id)).map(({ id }) => id);
    if (done.length > 0) await database.query(DELIVERED, [done]);
    // Of a relay that ends, some were not even tried: the next one tries them at once.
    const postponed = isEnding() ? [] : [...failed];
    if (postponed.length > 0) await database.query(POSTPONED, [postponed]);
    delivered += done.length;
    to.metrics.outboxDelivered.inc(
      { destination: to.destination, result: "delivered" },
      done.length,
    );
    to.metrics.outboxDelivered.inc(
      { destination: to.destination, result: "failed" },
      postponed.length,
    );
  }
  return delivered;
}

async function attempt(
  to: Destination,
  rows: readonly OutboxRow[],
): Promise<ReadonlySet<string>> {
  try {
    const failed = await to.deliver(rows, to.until);
    if (failed.size > 0 && !to.until.aborted) {
      to.logger.warn(
        { destination: to.destination, failed: failed.size },
        "outbox rows will be retried",
      );
    }
    return failed;
  } catch (error) {
    to.logger.warn(
      { err: error, destination: to.destination },
      "outbox rows will be retried",
    );
    return new Set(rows.map(({ id }) => id));
  }
}

/**
 * Splits a batch so that the k-th wave holds each aggregate's k-th row: within a wave the order
 * does not matter, so a partly failed publish cannot put one aggregate's events out of order.
 */
export function wavesOf(
  rows: readonly OutboxRow[],
): readonly (readonly OutboxRow[])[] {
  const waves: OutboxRow[][] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const turn = seen.get(row.aggregateId) ?? 0;
    seen.set(row.aggregateId, turn + 1);
    (waves[turn] ??= []).push(row);
  }
  return waves;
}
