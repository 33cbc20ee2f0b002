import { middleOf } from "./middle.js";
import type { Costs } from "./costs.js";
import { countOf, ratePerSecond, rounded, timesOf, within } from "./summary.js";
import type { Summary } from "./summary.js";

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
  readonly costs?: Costs;
}

/** Which part of a run a result is of: of all of it, unless its seconds are named. */
export interface Counted {
  /** `scenario:steady`: its figures count and those of others, such as a warm-up, do not. */
  readonly part?: string;
  /** How long that part sends requests. */
  readonly seconds?: number;
  /** How many requests were to be sent, where that is known beforehand. */
  readonly requests?: number;
}

/** Reads k6's summary. What was sent and neither granted, refused nor put off for being busy is an error. */
export function resultOf(
  scenario: string,
  summary: Summary,
  invariants: Result["invariants"],
  { part, seconds, requests }: Counted = {},
): Result {
  const count = (metric: string) => countOf(summary, within(metric, part));
  const [granted, refused] = [
    count("bookings_granted"),
    count("bookings_refused"),
  ];
  const sent = requests ?? count("http_reqs");
  const answered = granted + refused + count("bookings_busy");
  return {
    scenario,
    requestsPerSecond: rounded(
      seconds === undefined
        ? ratePerSecond(summary, "http_reqs")
        : count("http_reqs") / seconds,
    ),
    granted,
    refused,
    errors: Math.max(sent - answered, count("bookings_wrong")),
    ...timesOf(summary, within("http_req_duration", part)),
    droppedIterations: count("dropped_iterations"),
    invariants,
  };
}

/** The word for invariants of which these were found broken. */
export const heldOrBroken = (
  broken: readonly string[],
): Result["invariants"] => (broken.length === 0 ? "held" : "broken");

/** Errors as a failure, in words. */
export const lostIn = ({ errors }: Result): string[] =>
  errors === 0 ? [] : [`${errors} wrong or lost replies`];

/** The run that stands for all of them: the one with the middle p95, the slower of two. Needs at least one. */
export function typicalOf(results: readonly Result[]): Result {
  const middle = middleOf(results, ({ p95Ms }) => p95Ms);
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
