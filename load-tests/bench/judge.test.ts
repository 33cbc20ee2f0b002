import { describe, expect, it } from "@jest/globals";
import { failuresOf } from "./judge.js";
import type { Row } from "./row.js";
import type { StrategyName } from "./strategies.js";

const row = (
  strategy: StrategyName,
  grantedPerSecond: number,
  oversold = 0,
): Row => ({
  strategy,
  callers: 1_000,
  room: "hot",
  grantedPerSecond,
  refusedPerSecond: 0,
  p50Ms: 1,
  p99Ms: 2,
  oversold,
});

const good = [
  row("none", 300, 12),
  row("pessimistic", 100),
  row("constraint", 200),
  row("shipped", 2_000),
];

describe("the judgement", () => {
  it("is content when shipped leads and only no control oversells", () => {
    expect(failuresOf(good)).toEqual([]);
  });

  it("says by how little shipped leads", () => {
    const slow = good.map((one) =>
      one.strategy === "shipped" ? row("shipped", 1_500) : one,
    );
    expect(failuresOf(slow)).toEqual([
      "shipped grants 15.0 times as much as pessimistic, not 20",
      "shipped grants 7.5 times as much as constraint, not 8",
    ]);
  });

  it("does not forgive a comparison that was not made", () => {
    expect(failuresOf(good.slice(0, 3))).toHaveLength(2);
  });

  it("names who oversold", () => {
    expect(failuresOf([...good, row("statement", 10, 3)])).toEqual([
      "statement oversold 3 (hot, 1000 callers)",
    ]);
  });

  it("does not trust a check that never fails", () => {
    expect(failuresOf(good.slice(1))).toEqual([
      "no control did not oversell: the check sees nothing",
    ]);
  });
});
