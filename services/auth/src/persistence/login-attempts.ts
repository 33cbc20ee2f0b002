import type { DataSource, EntityManager } from "@rentezy/database";

/** How many attempts an address has in a window of time that slides along. */
export interface LoginLimit {
  readonly attempts: number;
  readonly windowSeconds: number;
}

export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly retryAfterSeconds: number };

/**
 * Counts the attempt and admits it, or refuses it; one statement under the row's lock, so that
 * guesses made at once are counted one by one, on whichever replica they arrive.
 */
const ADMIT = `
  INSERT INTO login_attempts AS known (email, attempted_at, last_attempt_at)
  VALUES ($1, ARRAY[clock_timestamp()], clock_timestamp())
  ON CONFLICT (email) DO UPDATE SET
    attempted_at = clock_timestamp() || ARRAY(
      SELECT at FROM unnest(known.attempted_at) AS at
      WHERE at > clock_timestamp() - make_interval(secs => $2)),
    last_attempt_at = clock_timestamp()
  WHERE (
    SELECT count(*) FROM unnest(known.attempted_at) AS at
    WHERE at > clock_timestamp() - make_interval(secs => $2)) < $3
  RETURNING 1`;

/** Seconds until the oldest attempt that counts leaves the window. */
const WAIT = `
  SELECT ceil(extract(epoch FROM min(at) - clock_timestamp()) + $2)::int AS seconds
  FROM login_attempts, unnest(attempted_at) AS at
  WHERE email = $1 AND at > clock_timestamp() - make_interval(secs => $2)`;

/** Counts an attempt to sign in before its password is looked at. */
export async function admitLoginAttempt(
  database: DataSource,
  email: string,
  limit: LoginLimit,
): Promise<Admission> {
  const admitted = await database.query<unknown[]>(ADMIT, [
    email,
    limit.windowSeconds,
    limit.attempts,
  ]);
  if (admitted.length > 0) return { admitted: true };
  const [wait] = await database.query<{ seconds: number | null }[]>(WAIT, [
    email,
    limit.windowSeconds,
  ]);
  return {
    admitted: false,
    retryAfterSeconds: Math.max(1, wait?.seconds ?? 1),
  };
}

/** Forgets the attempts on an address: its owner is there. */
export async function clearLoginAttempts(
  manager: EntityManager,
  email: string,
): Promise<void> {
  await manager.query("DELETE FROM login_attempts WHERE email = $1", [email]);
}

/** Removes what no longer counts: addresses that nobody tries any more must not pile up. */
export async function forgetOldLoginAttempts(
  database: DataSource,
  { windowSeconds }: LoginLimit,
): Promise<void> {
  await database.query(
    `DELETE FROM login_attempts
     WHERE last_attempt_at < clock_timestamp() - make_interval(secs => $1)`,
    [windowSeconds],
  );
}
