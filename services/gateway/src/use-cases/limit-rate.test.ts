import { describe, expect, it } from "@jest/globals";
import { createLogger } from "@rentezy/telemetry";
import { take, type Limit, type Taken } from "../domain/bucket.js";
import { createRateLimiter } from "./limit-rate.js";

const logger = createLogger({ appId: "gateway", level: "silent" });
const small: Limit = { ratePerSecond: 10, burst: 3 };
const large: Limit = { ratePerSecond: 50, burst: 200 };

/** Buckets in memory that can be out of reach; time is ours to move. */
function world(limit: Limit = small) {
  const state = { now: 1_000, away: false, asked: 0 };
  const buckets = new Map<string, number>();
  const shared = {
    take: (key: string, of: Limit, spare: number): Promise<Taken> => {
      state.asked += 1;
      if (state.away) return Promise.reject(new Error("away"));
      const now = state.now * 1000;
      const { fullAt, ...taken } = take(of, buckets.get(key), now, spare);
      buckets.set(key, fullAt);
      return Promise.resolve(taken);
    },
  };
  const limitRate = createRateLimiter({
    shared,
    logger,
    now: () => state.now,
  });
  const admitted = async (count: number, key = "user:1") => {
    let passed = 0;
    for (let at = 0; at < count; at += 1)
      if ((await limitRate(key, limit)).admitted) passed += 1;
    return passed;
  };
  return { state, shared, limitRate, admitted };
}

describe("a rate limit", () => {
  it("is what the shared buckets say, for each caller apart", async () => {
    const { admitted } = world();
    expect(await admitted(10)).toBe(3);
    expect(await admitted(10, "user:2")).toBe(3);
  });

  it("counts what other replicas took", async () => {
    const { shared, admitted } = world();
    await shared.take("user:1", small, 0);
    await shared.take("user:1", small, 0);
    expect(await admitted(10)).toBe(1);
  });

  it("asks no one again while a refusal holds, and asks once it ends", async () => {
    const { state, admitted } = world();
    await admitted(4);
    const asked = state.asked;
    expect(await admitted(1_000)).toBe(0);
    expect(state.asked).toBe(asked);
    state.now += 100;
    expect(await admitted(1_000)).toBe(1);
    expect(state.asked).toBe(asked + 2);
  });

  it("is kept by a replica alone while the shared buckets are away, at the same size", async () => {
    const { state, admitted } = world();
    state.away = true;
    expect(await admitted(10)).toBe(3);
    state.now += 200;
    expect(await admitted(10)).toBe(2);
  });

  it("begins no second burst when the shared buckets go away", async () => {
    const { state, admitted } = world();
    expect(await admitted(2)).toBe(2);
    state.away = true;
    expect(await admitted(10)).toBe(1);
  });

  it("asks absent buckets once a second, not once a request", async () => {
    const { state, admitted } = world();
    state.away = true;
    for (let caller = 0; caller < 100; caller += 1)
      await admitted(1, `user:${caller}`);
    expect(state.asked).toBe(1);
    state.now += 1_000;
    for (let caller = 0; caller < 100; caller += 1)
      await admitted(1, `user:${caller}`);
    expect(state.asked).toBe(2);
  });

  it("is shared again by itself", async () => {
    const { state, shared, admitted } = world();
    state.away = true;
    expect(await admitted(1)).toBe(1);
    state.away = false;
    await shared.take("user:1", small, 0);
    await shared.take("user:1", small, 0);
    state.now += 1_000;
    await shared.take("user:1", small, 0);
    await shared.take("user:1", small, 0);
    expect(await admitted(10)).toBe(1);
  });

  it("asks for one of ten requests of a caller who is far from it, and loses none of its size", async () => {
    const { state, admitted } = world(large);
    expect(await admitted(100)).toBe(100);
    expect(state.asked).toBe(10);
    expect(await admitted(300)).toBe(100);
  });

  it("takes ahead once for requests that come together", async () => {
    const { state, limitRate, admitted } = world(large);
    const together = Array.from({ length: 20 }, () =>
      limitRate("user:1", large),
    );
    for (const decision of await Promise.all(together))
      expect(decision.admitted).toBe(true);
    expect(state.asked).toBe(20);
    expect(await admitted(300)).toBe(180);
  });

  it("gives no more than nine beyond a burst for what was taken ahead, and no more than the rate for long", async () => {
    const { state, admitted } = world(large);
    expect(await admitted(1)).toBe(1);
    state.now += 60_000;
    expect(await admitted(1_000)).toBe(209);
    state.now += 1_000;
    expect(await admitted(1_000)).toBe(50);
  });
});
