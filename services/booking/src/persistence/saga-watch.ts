import type { EntityManager } from "@rentezy/database";

/** A booking to be looked at. */
export interface Watched {
  readonly bookingId: string;
  /** How often it was looked at, this time included. */
  readonly looks: number;
}

/** A booking is left to its saga for this long before somebody looks, in seconds. */
const FIRST_LOOK_SECONDS = 10;

/**
 * What should have gone on by itself by now. A booking that is being changed at this moment is left to the
 * next time: its change has locked it and may be about to note it, and to wait for each other is a deadlock.
 */
const NOTE_OVERDUE = `
  INSERT INTO saga_watch (booking_id, next_look_at)
  SELECT id, $1::timestamptz + interval '${FIRST_LOOK_SECONDS} seconds' FROM booking
  WHERE status IN ('reserved', 'expiring', 'refunding')
    AND (status <> 'reserved'
      OR hold_expires_at < $1::timestamptz - interval '2 seconds'
      OR (checkout_url IS NULL AND created_at < $1::timestamptz - interval '30 seconds'))
  ORDER BY id FOR KEY SHARE SKIP LOCKED
  ON CONFLICT (booking_id) DO NOTHING`;

const NOTE_ONE = `
  INSERT INTO saga_watch (booking_id, next_look_at)
  VALUES ($1, now() + interval '${FIRST_LOOK_SECONDS} seconds')
  ON CONFLICT (booking_id) DO UPDATE SET looks = 0, next_look_at = excluded.next_look_at`;

/** The waits between looks double, from 20 seconds to an hour. */
const CLAIM_DUE = `
  WITH due AS (
    SELECT booking_id FROM saga_watch WHERE next_look_at <= $1
    ORDER BY next_look_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  UPDATE saga_watch AS watch SET looks = looks + 1,
    next_look_at = $1::timestamptz + least(
      interval '${FIRST_LOOK_SECONDS} seconds' * 2 ^ least(looks + 1, 20), interval '1 hour')
  FROM due WHERE watch.booking_id = due.booking_id
  RETURNING watch.booking_id AS "bookingId", watch.looks AS looks`;

/** Notes every booking whose saga seems to do nothing although there is something to do. */
export async function noteOverdue(
  manager: EntityManager,
  now: Date,
): Promise<void> {
  await manager.query(NOTE_OVERDUE, [now]);
}

/** Notes one booking: its saga should come to its end soon, or another begin. */
export async function noteChanged(
  manager: EntityManager,
  bookingId: string,
): Promise<void> {
  await manager.query(NOTE_ONE, [bookingId]);
}

/** Takes bookings that are due for a look; no other replica gets them for a while. */
export async function claimWatched(
  manager: EntityManager,
  now: Date,
  limit: number,
): Promise<readonly Watched[]> {
  const [rows] = await manager.query<[Watched[], number]>(CLAIM_DUE, [
    now,
    limit,
  ]);
  return rows;
}

/** All is well with a booking, unless it was noted anew since it was claimed. */
export async function forgetWatched(
  manager: EntityManager,
  { bookingId, looks }: Watched,
): Promise<void> {
  await manager.query(
    "DELETE FROM saga_watch WHERE booking_id = $1 AND looks = $2",
    [bookingId, looks],
  );
}
