import type { Logger } from "@rentezy/telemetry";
import { LRUCache } from "lru-cache";
import { take, type Decision, type Limit } from "../domain/bucket.js";

/** Buckets that all replicas take from. */
export interface SharedBuckets {
  /** Takes one request; rejects, soon, when the buckets cannot be reached. */
  readonly take: (key: string, limit: Limit) => Promise<Decision>;
}

/** Decides whether a request passes; never rejects and never waits longer than the buckets do. */
export type LimitRate = (key: string, limit: Limit) => Promise<Decision>;

export interface RateLimiterOptions {
  readonly shared: SharedBuckets;
  readonly logger: Logger;
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number;
}

/** How long the shared buckets are left alone after they could not be reached. */
const PAUSE_MS = 1_000;

/** Callers remembered by one replica; the one not seen for longest is forgotten first. */
const REMEMBERED = 50_000;

/**
 * Limits rates by the shared buckets. While those are away each replica decides by buckets of its
 * own, of the same size, from which it also took all that it let pass before: nobody is blocked,
 * and a caller gets one burst and one rate from each replica that it reaches.
 *
 * A refusal holds until the time it names, whoever else asks, so until then it is repeated from
 * memory: a flood costs the shared buckets no more than the rate it is allowed.
 */
export function createRateLimiter({
  shared,
  logger,
  now = () => performance.now(),
}: RateLimiterOptions): LimitRate {
  const refusedUntil = new LRUCache<string, number>({ max: REMEMBERED });
  const own = new LRUCache<string, number>({ max: REMEMBERED });
  let pausedUntil: number | undefined;

  const takeOwn = (key: string, limit: Limit): Decision => {
    const { decision, fullAt } = take(
      limit,
      own.get(key),
      Math.round(now() * 1000),
    );
    own.set(key, fullAt);
    return decision;
  };

  const takeShared = async (key: string, limit: Limit): Promise<Decision> => {
    const wasAway = pausedUntil !== undefined;
    // One request finds out whether they are back; the others need not wait for it.
    if (wasAway) pausedUntil = now() + PAUSE_MS;
    try {
      const decision = await shared.take(key, limit);
      if (decision.admitted) takeOwn(key, limit);
      if (wasAway) logger.info("rate limits are shared again");
      pausedUntil = undefined;
      return decision;
    } catch (error) {
      if (pausedUntil === undefined)
        logger.warn({ err: error }, "rate limits are this replica's own");
      pausedUntil = now() + PAUSE_MS;
      return takeOwn(key, limit);
    }
  };

  return async (key, limit) => {
    const at = now();
    const until = refusedUntil.get(key);
    if (until !== undefined && until > at)
      return { admitted: false, retryAfterMs: until - at };
    const alone = pausedUntil !== undefined && at < pausedUntil;
    const decision = alone ? takeOwn(key, limit) : await takeShared(key, limit);
    if (!decision.admitted) refusedUntil.set(key, at + decision.retryAfterMs);
    return decision;
  };
}
