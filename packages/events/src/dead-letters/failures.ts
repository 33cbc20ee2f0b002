import type { DataSource } from "@rentezy/database";
import type { Logger } from "@rentezy/telemetry";

/** What is known of an event that failed. */
export interface Remembered {
  readonly reason: string;
  /** How often it failed, in the last day. */
  readonly attempts: number;
}

/** Remembers why events failed, until their letter comes or a day has passed. */
export interface Failures {
  /** Notes one more failed attempt and answers how many there were. Never throws. */
  readonly note: (eventId: string, reason: string) => Promise<number>;
  readonly recall: (eventId: string) => Promise<Remembered | undefined>;
}

/** Events that fail while the database is away; more are forgotten, the oldest first. */
const MOST_UNWRITTEN = 500;

/** Old ones go first, so that events which succeeded in the end leave nothing behind. */
const NOTE = `
  WITH forgotten AS (
    DELETE FROM failed_delivery
    WHERE failed_at < now() - interval '1 day' AND event_id <> $1)
  INSERT INTO failed_delivery (event_id, reason) VALUES ($1, $2)
  ON CONFLICT (event_id) DO UPDATE SET
    reason = EXCLUDED.reason, attempts = failed_delivery.attempts + 1, failed_at = clock_timestamp()
  RETURNING attempts`;

/**
 * Failures are rows, since a letter may come to another replica; those that cannot be written, because
 * the database is what fails, are kept in memory.
 */
export function rememberFailures(
  dataSource: DataSource,
  logger: Logger,
): Failures {
  const unwritten = new Map<string, Remembered>();
  const keep = (eventId: string, reason: string): number => {
    const attempts = (unwritten.get(eventId)?.attempts ?? 0) + 1;
    unwritten.delete(eventId);
    unwritten.set(eventId, { reason, attempts });
    const [oldest] = unwritten.keys();
    if (unwritten.size > MOST_UNWRITTEN && oldest !== undefined)
      unwritten.delete(oldest);
    return attempts;
  };
  return {
    note: async (eventId, reason) => {
      try {
        const values = [eventId, reason];
        const rows = await dataSource.query<Remembered[]>(NOTE, values);
        unwritten.delete(eventId);
        return rows[0]?.attempts ?? 1;
      } catch (error) {
        logger.warn({ err: error, eventId }, "a failure is noted in memory");
        return keep(eventId, reason);
      }
    },
    recall: async (eventId) => {
      const [row] = await dataSource.query<Remembered[]>(
        "SELECT reason, attempts FROM failed_delivery WHERE event_id::text = lower($1)",
        [eventId],
      );
      return unwritten.get(eventId) ?? row;
    },
  };
}
