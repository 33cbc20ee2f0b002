import { blamesValues, type DataSource } from "@rentezy/database";
import { v7 as uuidv7 } from "uuid";
import type { Remembered } from "./failures.js";
import type { Letter } from "./letter.js";

/** A dead letter as it is kept. */
export interface StoredLetter {
  /** Not the event's id, which may be missing or no id at all. */
  readonly id: string;
  readonly eventId: string | null;
  readonly topic: string;
  readonly type: string;
  readonly event: unknown;
  readonly reason: string;
  /** How often it failed; null when nobody remembers. */
  readonly attempts: number | null;
  readonly failedAt: Date;
  readonly replayedAt: Date | null;
}

const COLUMNS = `id, event_id AS "eventId", topic, type, event, reason, attempts,
  failed_at AS "failedAt", replayed_at AS "replayedAt"`;

const KEEP = `
  WITH recalled AS (DELETE FROM failed_delivery WHERE event_id::text = lower($3))
  INSERT INTO dead_letter (id, fingerprint, event_id, topic, type, event, reason, attempts)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (fingerprint) DO NOTHING RETURNING id`;

/**
 * Keeps a letter. What jsonb cannot hold (a NUL, half of a surrogate pair) is kept as bytes.
 *
 * @returns false when the letter is kept already.
 */
export async function keepLetter(
  dataSource: DataSource,
  letter: Letter,
  known: { readonly reason: string; readonly attempts: number | null },
): Promise<boolean> {
  const keep = async (event: object) => {
    const { fingerprint, eventId, topic, type } = letter;
    const rows = await dataSource.query<unknown[]>(KEEP, [
      uuidv7(),
      fingerprint,
      eventId,
      topic,
      type,
      JSON.stringify(event),
      known.reason,
      known.attempts,
    ]);
    return rows.length > 0;
  };
  try {
    return await keep(letter.event);
  } catch (error) {
    if (!blamesValues(error)) throw error;
    return keep(letter.bytes);
  }
}

/** The letters that were not replayed, newest first: up to one more than `limit`, as a page wants them. */
export function listWaiting(
  dataSource: DataSource,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<StoredLetter[]> {
  return dataSource.query<StoredLetter[]>(
    `SELECT ${COLUMNS} FROM dead_letter
     WHERE replayed_at IS NULL AND ($2::uuid IS NULL OR id < $2)
     ORDER BY id DESC LIMIT $1`,
    [limit + 1, cursor ?? null],
  );
}

export async function countWaiting(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<{ waiting: number }[]>(
    "SELECT count(*)::int AS waiting FROM dead_letter WHERE replayed_at IS NULL",
  );
  return row?.waiting ?? 0;
}

export async function findLetter(
  dataSource: DataSource,
  id: string,
): Promise<StoredLetter | undefined> {
  const [letter] = await dataSource.query<StoredLetter[]>(
    `SELECT ${COLUMNS} FROM dead_letter WHERE id = $1`,
    [id],
  );
  return letter;
}

/** Notes that a letter's event has had its effect; the first time counts. */
export async function markReplayed(
  dataSource: DataSource,
  id: string,
): Promise<void> {
  await dataSource.query(
    "UPDATE dead_letter SET replayed_at = clock_timestamp() WHERE id = $1 AND replayed_at IS NULL",
    [id],
  );
}

/** Notes why a letter's event failed once more. */
export async function markFailedAgain(
  dataSource: DataSource,
  id: string,
  reason: Remembered["reason"],
): Promise<void> {
  await dataSource.query(
    `UPDATE dead_letter
     SET reason = $2, attempts = coalesce(attempts, 0) + 1, failed_at = clock_timestamp()
     WHERE id = $1 AND replayed_at IS NULL`,
    [id, reason],
  );
}
