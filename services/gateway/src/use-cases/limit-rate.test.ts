import { describe, expect, it } from "@jest/globals";
import { createLogger } from "@rentezy/telemetry";
import { take, type Decision, type Limit } from "../domain/bucket.js";
import { createRateLimiter } from "./limit-rate.js";

const logger = createLogger({ appId: "gateway", level: "silent" });
const limit: Limit = { ratePerSecond: 10, burst: 3 };

/** Buckets in memory that can be out of reach; time is ours to move. */
function world() {
  const state = { now: 1_000, away: false, asked: 0 };
  const buckets = new Map<string, number>();
  const shared = {
    take: (key: string, of: Limit): Promise<Decision> => {
      state.asked += 1;
      if (state.away) return Promise.reject(new Error("away"));
      const { decision, fullAt } = take(of, buckets.get(key), state.now * 1000);
      buckets.set(key, fullAt);
      return Promise.resolve(decision);
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
    await shared.take("user:1", limit);
    await shared.take("user:1", limit);
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
    await shared.take("user:1", limit);
    await shared.take("user:1", limit);
    state.now += 1_000;
    await shared.take("user:1", limit);
    await shared.take("user:1", limit);
    expect(await admitted(10)).toBe(1);
  });
});
