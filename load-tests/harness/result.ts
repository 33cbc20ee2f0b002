import { z } from "zod";

/** What a run is remembered by: the content of results/<scenario>.json. Times in milliseconds. */
export interface Result {
  readonly scenario: string;
  readonly requestsPerSecond: number;
  readonly granted: number;
  readonly refused: number;
  /** Answers that should not be, and requests without an answer. */
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly droppedIterations: number;
  readonly invariants: "held" | "broken";
}

const counter = z.object({ count: z.number(), rate: z.number() });

/** The part of k6's exported summary that is read; a metric that never had a sample is absent. */
const k6Summary = z.object({
  metrics: z.object({
    http_reqs: counter,
    http_req_duration: z.object({
      med: z.number(),
      "p(95)": z.number(),
      "p(99)": z.number(),
    }),
    bookings_granted: counter.optional(),
    bookings_refused: counter.optional(),
    bookings_wrong: counter.optional(),
    dropped_iterations: counter.optional(),
  }),
});

const rounded = (value: number): number => Math.round(value * 10) / 10;

/**
 * Reads k6's summary.
 * @param requests how many were to be sent; what was neither granted nor refused of them is an error
 */
export function resultOf(
  scenario: string,
  summary: unknown,
  requests: number,
  invariants: Result["invariants"],
): Result {
  const { metrics } = k6Summary.parse(summary);
  const { http_reqs, http_req_duration: times } = metrics;
  const granted = metrics.bookings_granted?.count ?? 0;
  const refused = metrics.bookings_refused?.count ?? 0;
  return {
    scenario,
    requestsPerSecond: rounded(http_reqs.rate),
    granted,
    refused,
    errors: Math.max(
      requests - granted - refused,
      metrics.bookings_wrong?.count ?? 0,
    ),
    p50Ms: rounded(times.med),
    p95Ms: rounded(times["p(95)"]),
    p99Ms: rounded(times["p(99)"]),
    droppedIterations: metrics.dropped_iterations?.count ?? 0,
    invariants,
  };
}

/** The run that stands for all of them: the one with the middle p95, the slower of two. Needs at least one. */
export function typicalOf(results: readonly Result[]): Result {
  const sorted = [...results].sort((one, other) => one.p95Ms - other.p95Ms);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new Error("there is no run to choose from");
  return middle;
}

const columns = [
  ["req/s", (one: Result) => one.requestsPerSecond],
  ["granted", (one: Result) => one.granted],
  ["refused", (one: Result) => one.refused],
  ["errors", (one: Result) => one.errors],
  ["p50 ms", (one: Result) => one.p50Ms],
  ["p95 ms", (one: Result) => one.p95Ms],
  ["p99 ms", (one: Result) => one.p99Ms],
  ["dropped", (one: Result) => one.droppedIterations],
  ["invariants", (one: Result) => one.invariants],
] as const;

/** The runs as a Markdown table, numbered from 1. */
export function markdownTable(results: readonly Result[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.join(" | ")} |`;
  return [
    line(["run", ...columns.map(([title]) => title)]),
    line(["--:", ...columns.map(() => "--:")]),
    ...results.map((result, index) =>
      line([index + 1, ...columns.map(([, read]) => read(result))]),
    ),
  ].join("\n");
}
