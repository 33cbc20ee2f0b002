import { describe, expect, it } from "@jest/globals";
import { markdownTable, resultOf, typicalOf } from "./result.js";

const summary = (counts: Record<string, number>) => ({
  metrics: {
    http_reqs: { count: 1000, rate: 512.34 },
    http_req_duration: { med: 801.26, "p(95)": 1502, "p(99)": 1700.04 },
    http_req_failed: { passes: 0, fails: 1000, value: 0 },
    ...Object.fromEntries(
      Object.entries(counts).map(([name, count]) => [name, { count, rate: 1 }]),
    ),
  },
});

describe("the result of a run", () => {
  it("holds k6's figures, rounded to a tenth", () => {
    const counts = { bookings_granted: 10, bookings_refused: 990 };
    expect(resultOf("contention", summary(counts), 1000, "held")).toEqual({
      scenario: "contention",
      requestsPerSecond: 512.3,
      granted: 10,
      refused: 990,
      errors: 0,
      p50Ms: 801.3,
      p95Ms: 1502,
      p99Ms: 1700,
      droppedIterations: 0,
      invariants: "held",
    });
  });

  it("counts a lost reply as an error, though nobody counted it", () => {
    const counts = { bookings_granted: 10, bookings_refused: 987 };
    const { errors } = resultOf("contention", summary(counts), 1000, "held");
    expect(errors).toBe(3);
  });

  it("cannot be read from a summary without requests", () => {
    expect(() =>
      resultOf("contention", { metrics: {} }, 1000, "held"),
    ).toThrow();
  });
});

describe("several runs", () => {
  const runs = [900, 100, 500].map((p95Ms) => ({
    ...resultOf("contention", summary({}), 0, "held"),
    p95Ms,
  }));

  it("are stood for by the one in the middle", () => {
    expect(typicalOf(runs).p95Ms).toBe(500);
  });

  it("become a Markdown table, one row each", () => {
    const lines = markdownTable(runs).split("\n");
    expect(lines).toHaveLength(5);
    expect(lines[2]).toBe(
      "| 1 | 512.3 | 0 | 0 | 0 | 801.3 | 900 | 1700 | 0 | held |",
    );
  });
});
