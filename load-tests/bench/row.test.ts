import { describe, expect, it } from "@jest/globals";
import { quantile, rowOf, tableOf } from "./row.js";

describe("a row", () => {
  const heard = { granted: 6, refused: 2, times: [1, 2, 3, 40], seconds: 2 };
  const cell = {
    strategy: "shipped",
    callers: 4,
    room: "hot",
    oversold: 0,
  } as const;

  it("counts granted and refused apart, a second", () => {
    expect(rowOf(cell, heard)).toEqual({
      ...cell,
      grantedPerSecond: 3,
      refusedPerSecond: 1,
      p50Ms: 2,
      p99Ms: 40,
    });
  });

  it("is a line of the table", () => {
    expect(tableOf([rowOf(cell, heard)])).toContain(
      "| shipped | 4 | 3 | 1 | 2 | 40 | 0 |",
    );
  });

  it("takes quantiles by rank", () => {
    expect(quantile([5], 0.99)).toBe(5);
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5)).toBe(5);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
