import { describe, expect, it } from "@jest/globals";
import { take, type Limit } from "./bucket.js";

/** How many of the requests that arrive at the given times, in milliseconds, pass. */
function admitted(limit: Limit, arrivals: readonly number[]): number {
  let fullAt: number | undefined;
  let count = 0;
  for (const now of arrivals) {
    const result = take(limit, fullAt, Math.round(now * 1000));
    fullAt = result.fullAt;
    if (result.decision.admitted) count += 1;
  }
  return count;
}

const user: Limit = { ratePerSecond: 50, burst: 200 };

describe("a bucket", () => {
  it("passes its burst at once and not one more", () => {
    expect(admitted(user, Array<number>(500).fill(1_000_000))).toBe(200);
  });

  it("passes its rate for ever after", () => {
    const flood = Array.from({ length: 100_000 }, (_, at) => at / 10);
    expect(admitted(user, flood)).toBe(200 + 10 * 50 - 1);
  });

  it("never refuses one who keeps to the rate", () => {
    const steady = Array.from({ length: 5_000 }, (_, at) => at * 20);
    expect(admitted({ ratePerSecond: 50, burst: 1 }, steady)).toBe(5_000);
  });

  it.each([3, 7, 300, 999])(
    "passes exactly its burst at %d a second, where intervals are fractions",
    (ratePerSecond) => {
      const limit = { ratePerSecond, burst: 1_000 };
      expect(admitted(limit, Array<number>(2_000).fill(Date.now()))).toBe(
        1_000,
      );
    },
  );

  it("says when the next one passes, and is right", () => {
    let fullAt: number | undefined;
    for (let count = 0; count < 200; count += 1) {
      fullAt = take(user, fullAt, 0).fullAt;
    }
    const refused = take(user, fullAt, 5_000).decision;
    expect(refused).toEqual({ admitted: false, retryAfterMs: 15 });
    expect(take(user, fullAt, 19_999).decision.admitted).toBe(false);
    expect(take(user, fullAt, 20_000).decision.admitted).toBe(true);
  });

  it("is not emptied further by what it refuses", () => {
    const flood = [...Array<number>(10_000).fill(0), 20];
    expect(admitted(user, flood)).toBe(201);
  });

  it("does not overflow while it rests", () => {
    const rested = [
      ...Array<number>(300).fill(0),
      ...Array<number>(300).fill(3.6e6),
    ];
    expect(admitted(user, rested)).toBe(400);
  });

  it("gives requests ahead of their coming only from its upper half", () => {
    let fullAt: number | undefined;
    const given: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      const taken = take(user, fullAt, 0, 9);
      fullAt = taken.fullAt;
      given.push(taken.spare);
    }
    expect(given).toEqual([...Array<number>(10).fill(9), 0, 0]);
  });
});
