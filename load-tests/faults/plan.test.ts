import { describe, expect, it } from "@jest/globals";
import { createRandom } from "./random.js";
import { kinds, nameOf } from "./kinds.js";
import { planFaults } from "./plan.js";

const FIVE_MINUTES_MS = 300_000;

const planOf = (seed: number, minutes = 5) =>
  planFaults(createRandom(seed), kinds, minutes * 60_000);

const seeds = [0, 1, 42, -7, 20_261_123, 2 ** 31 - 1];

describe("the plan of faults", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(planOf(42)).toEqual(planOf(42));
    expect(planOf(42)).not.toEqual(planOf(43));
  });

  it.each(seeds)("has every kind within five minutes, with seed %d", (seed) => {
    const names = new Set(planOf(seed).map(({ kind }) => nameOf(kind)));
    expect([...names].sort()).toEqual(kinds.map(nameOf).sort());
  });

  it.each(seeds)("is over when the run is, with seed %d", (seed) => {
    for (const { beginsMs, endsMs } of planOf(seed)) {
      expect(beginsMs).toBeLessThan(endsMs);
      expect(endsMs).toBeLessThanOrEqual(FIVE_MINUTES_MS);
    }
  });

  it.each(seeds)("breaks no place that is broken, with seed %d", (seed) => {
    const untilMs = new Map<string, number>();
    for (const { kind, beginsMs, endsMs } of planOf(seed, 20)) {
      expect(beginsMs).toBeGreaterThan(untilMs.get(kind.place) ?? 0);
      untilMs.set(kind.place, endsMs);
    }
  });

  it("goes on with one kind alone", () => {
    const [only] = kinds;
    const plan = planFaults(
      createRandom(1),
      only ? [only] : [],
      FIVE_MINUTES_MS,
    );
    expect(plan.length).toBeGreaterThan(10);
  });
});
