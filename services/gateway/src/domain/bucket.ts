/** How fast a bucket refills and how much it holds. */
export interface Limit {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** What a bucket answers to one request. */
export type Decision =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly retryAfterMs: number };

/**
 * A limit in microseconds: what one request takes, and what the bucket holds. Whole numbers, so
 * that a thousand of them add up exactly.
 */
export function measuresOf({ ratePerSecond, burst }: Limit) {
  const interval = Math.max(1, Math.round(1_000_000 / ratePerSecond));
  return { interval, depth: burst * interval };
}

/**
 * Takes one request from a bucket (the generic cell rate algorithm). A bucket is one number: when
 * it will be full again, in whole microseconds of the caller's clock; an absent one is full.
 * The script in persistence/shared-buckets.ts is the same rule at Redis.
 */
export function take(
  limit: Limit,
  fullAt: number | undefined,
  now: number,
): { readonly decision: Decision; readonly fullAt: number } {
  const { interval, depth } = measuresOf(limit);
  const from = Math.max(fullAt ?? now, now);
  const excess = from + interval - now - depth;
  return excess > 0
    ? {
        decision: { admitted: false, retryAfterMs: excess / 1000 },
        fullAt: from,
      }
    : { decision: { admitted: true }, fullAt: from + interval };
}
