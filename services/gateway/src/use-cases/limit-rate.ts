import type { Logger } from "@rentezy/telemetry";
import { LRUCache } from "lru-cache";
import {
  spareOf,
  take,
  type Decision,
  type Limit,
  type Taken,
} from "../domain/bucket.js";

/** Buckets that all replicas take from. */
export interface SharedBuckets {
  /**
   * Takes one request, and so many ahead where there is plenty; rejects, soon, when the buckets cannot
   * be reached.
   */
  readonly take: (key: string, limit: Limit, spare: number) => Promise<Taken>;
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

/** Takes from the shared buckets, ahead where there is plenty, and keeps what was taken ahead. */
function createAdvance(shared: SharedBuckets) {
  const inHand = new LRUCache<string, number>({ max: REMEMBERED });
  /** Callers for whom more is being taken: of requests that come together, one is enough to ask. */
  const asking = new Set<string>();
  return {
    /** Uses one that was taken ahead; false when there is none. */
    use: (key: string): boolean => {
      const left = inHand.get(key) ?? 0;
      if (left > 0) inHand.set(key, left - 1);
      return left > 0;
    },
    ask: async (key: string, limit: Limit): Promise<Decision> => {
      const wanted = asking.has(key) ? 0 : spareOf(limit);
      if (wanted > 0) asking.add(key);
      try {
        const { decision, spare } = await shared.take(key, limit, wanted);
        if (spare > 0) inHand.set(key, (inHand.get(key) ?? 0) + spare);
        return decision;
      } finally {
        if (wanted > 0) asking.delete(key);
      }
    },
  };
}

/**
 * Limits rates by the shared buckets. While those are away each replica decides by buckets of its
 * own, of the same size, from which it also took all that it let pass before: nobody is blocked,
 * and a caller gets one burst and one rate from each replica that it reaches.
 *
 * A refusal holds until the time it names, whoever else asks, so until then it is repeated from
 * memory: a flood costs the shared buckets no more than the rate it is allowed.
 *
 * A caller who is far from the limit is counted ten requests at a time, so that nine of ten need not
 * ask: that asking was a twentieth of all that a request costs. What was taken ahead may come later,
 * so in one moment a caller gets up to nine more than its burst from each replica, and never more than
 * its rate for long.
 */
export function createRateLimiter({
  shared,
  logger,
  now = () => performance.now(),
}: RateLimiterOptions): LimitRate {
  const refusedUntil = new LRUCache<string, number>({ max: REMEMBERED });
  const own = new LRUCache<string, number>({ max: REMEMBERED });
  const ahead = createAdvance(shared);
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
      const decision = await ahead.ask(key, limit);
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
    if (ahead.use(key)) {
      takeOwn(key, limit);
      return { admitted: true };
    }
    const alone = pausedUntil !== undefined && at < pausedUntil;
    const decision = alone ? takeOwn(key, limit) : await takeShared(key, limit);
    if (!decision.admitted) refusedUntil.set(key, at + decision.retryAfterMs);
    return decision;
  };
}
