import type { EntityManager } from "@rentezy/database";

/** A booking to be looked at. */
export interface Watched {
  readonly bookingId: string;
  /** How often it was looked at, this time included. */
  readonly looks: number;
  /** Since when it has been noted. */
  readonly notedAt: Date;
  /** When its saga was started anew; null where it was not. */
  readonly mendedAt: Date | null;
}

/** A booking is left to its saga for this long before somebody looks, in seconds ... */
const FIRST_LOOK_SECONDS = 10;

/** ... and for this long before somebody looks again, for the first quarter of an hour. */
const NEXT_LOOK_SECONDS = 20;
const YOUNG_MINUTES = 15;

/** Statuses of bookings that hold a room or owe money: their sagas have something to do. */
const UNSETTLED = "('reserved', 'expiring', 'refunding')";

/** Bookings that one look adds to the list; more come with the next, five seconds later. */
const NOTED_AT_ONCE = 1_000;

/**
 * What should have gone on by itself by now. A booking that is being changed at this moment is left to the
 * next time: its change has locked it and may be about to note it, and to wait for each other is a deadlock.
 */
const NOTE_OVERDUE = `
  INSERT INTO saga_watch (booking_id, noted_at, next_look_at)
  SELECT id, $1::timestamptz, $1::timestamptz + interval '${FIRST_LOOK_SECONDS} seconds' FROM booking
  WHERE status IN ${UNSETTLED}
    AND (status <> 'reserved'
      OR hold_expires_at < $1::timestamptz - interval '2 seconds'
      OR (checkout_url IS NULL AND created_at < $1::timestamptz - interval '30 seconds'))
    AND NOT EXISTS (SELECT FROM saga_watch WHERE booking_id = booking.id)
  ORDER BY id LIMIT ${NOTED_AT_ONCE} FOR KEY SHARE SKIP LOCKED
  ON CONFLICT (booking_id) DO NOTHING`;

const NOTE_ONE = `
  INSERT INTO saga_watch (booking_id, noted_at, next_look_at)
  VALUES ($1, now(), now() + interval '${FIRST_LOOK_SECONDS} seconds')
  ON CONFLICT (booking_id) DO UPDATE SET looks = 0, noted_at = excluded.noted_at,
    next_look_at = excluded.next_look_at, mended_at = NULL`;

/**
 * Rooms that are held and money that is owed come before sagas that only have to end. After the first quarter of an
 * hour, waits between looks are a quarter of the time for which there has been something to do, up to an hour: what
 * stays broken is looked at ever more seldom, and no room is held for much longer than it was out of order.
 */
const CLAIM_DUE = `
  WITH due AS (
    SELECT booking_id FROM saga_watch JOIN booking ON id = booking_id
    WHERE next_look_at <= $1
    ORDER BY status NOT IN ${UNSETTLED}, next_look_at
    LIMIT $2 FOR UPDATE OF saga_watch SKIP LOCKED)
  UPDATE saga_watch AS watch SET looks = looks + 1,
    next_look_at = $1::timestamptz + CASE
      WHEN $1::timestamptz - noted_at < interval '${YOUNG_MINUTES} minutes'
        THEN interval '${NEXT_LOOK_SECONDS} seconds'
      ELSE least(interval '1 hour', ($1::timestamptz - noted_at) / 4) END
  FROM due WHERE watch.booking_id = due.booking_id
  RETURNING watch.booking_id AS "bookingId", watch.looks AS looks,
    watch.noted_at AS "notedAt", watch.mended_at AS "mendedAt"`;

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

/** The saga of a booking was started anew. */
export async function noteMended(
  manager: EntityManager,
  { bookingId, looks }: Watched,
  at: Date,
): Promise<void> {
  await manager.query(
    "UPDATE saga_watch SET mended_at = $3 WHERE booking_id = $1 AND looks = $2",
    [bookingId, looks, at],
  );
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
