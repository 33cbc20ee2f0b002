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

const SPARE = 9;

/** Of a smaller burst, what is taken ahead would be too large a part. */
const SMALLEST_BURST = 200;

/** How many requests may be taken ahead of their coming. */
export const spareOf = ({ burst }: Limit): number =>
  burst >= SMALLEST_BURST ? SPARE : 0;

/** What a bucket gave. */
export interface Taken {
  readonly decision: Decision;
  /** Requests taken ahead, that may come at any time. */
  readonly spare: number;
}

/**
 * Takes one request from a bucket (the generic cell rate algorithm), and `spare` more ahead of their
 * coming where that leaves half of what it holds. A bucket is one number: when it will be full again,
 * in whole microseconds of the caller's clock; an absent one is full. The script in
 * persistence/shared-buckets.ts is the same rule at Redis.
 */
export function take(
  limit: Limit,
  fullAt: number | undefined,
  now: number,
  spare = 0,
): Taken & { readonly fullAt: number } {
  const { interval, depth } = measuresOf(limit);
  const from = Math.max(fullAt ?? now, now);
  const excess = from + interval - now - depth;
  if (excess > 0) {
    const decision = { admitted: false, retryAfterMs: excess / 1000 } as const;
    return { decision, spare: 0, fullAt: from };
  }
  const ahead = from + (1 + spare) * interval;
  const isPlenty = ahead - now <= depth / 2;
  return {
    decision: { admitted: true },
    spare: isPlenty ? spare : 0,
    fullAt: isPlenty ? ahead : from + interval,
  };
}
