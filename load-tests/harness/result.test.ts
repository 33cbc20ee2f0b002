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
  const counts = { bookings_granted: 10, bookings_refused: 990 };

  it("holds k6's figures, rounded to a tenth", () => {
    expect(resultOf("contention", summary(counts), "held")).toEqual({
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
    const lost = summary({ ...counts, bookings_refused: 987 });
    expect(resultOf("contention", lost, "held").errors).toBe(3);
    const unsent = { requests: 1001 };
    const { errors } = resultOf("contention", summary(counts), "held", unsent);
    expect(errors).toBe(1);
  });

  it("counts no error when the server asks to come again", () => {
    const busy = { bookings_granted: 10, bookings_busy: 990 };
    expect(resultOf("spike", summary(busy), "held").errors).toBe(0);
  });

  it("is that of the phase that counts", () => {
    const { metrics } = summary({ dropped_iterations: 7 });
    const of = (values: Record<string, number>) => ({ ...values, rate: 1 });
    const warm = {
      metrics: {
        ...metrics,
        "http_reqs{scenario:steady}": of({ count: 600 }),
        "http_req_duration{scenario:steady}": {
          med: 1,
          "p(95)": 2,
          "p(99)": 3,
        },
        "bookings_granted{scenario:steady}": of({ count: 600 }),
      },
    };
    const counted = { part: "scenario:steady", seconds: 60 };
    expect(resultOf("steady", warm, "held", counted)).toMatchObject({
      requestsPerSecond: 10,
      granted: 600,
      errors: 0,
      p99Ms: 3,
      droppedIterations: 0,
    });
  });

  it("cannot be read from a summary without requests", () => {
    expect(() => resultOf("contention", { metrics: {} }, "held")).toThrow();
  });
});

describe("several runs", () => {
  const runs = [900, 100, 500].map((p95Ms) => ({
    ...resultOf("contention", summary({}), "held", { requests: 0 }),
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
