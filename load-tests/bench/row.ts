import type { StrategyName } from "./strategies.js";
import type { Heard, RoomKind } from "./workload.js";

/** One cell of the comparison: a line of results/reserve.json. */
export interface Row {
  readonly strategy: StrategyName;
  readonly callers: number;
  readonly room: RoomKind;
  readonly grantedPerSecond: number;
  readonly refusedPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Rooms that were sold without being there. */
  readonly oversold: number;
}

const rounded = (value: number) => Math.round(value * 100) / 100;

/** The value below which this share of the sorted times lies. */
export function quantile(sorted: readonly number[], share: number): number {
  const index = Math.ceil(sorted.length * share) - 1;
  return sorted[Math.max(index, 0)] ?? Number.NaN;
}

export const rowOf = (
  cell: Pick<Row, "strategy" | "callers" | "room" | "oversold">,
  heard: Heard,
): Row => ({
  strategy: cell.strategy,
  callers: cell.callers,
  room: cell.room,
  grantedPerSecond: rounded(heard.granted / heard.seconds),
  refusedPerSecond: rounded(heard.refused / heard.seconds),
  p50Ms: rounded(quantile(heard.times, 0.5)),
  p99Ms: rounded(quantile(heard.times, 0.99)),
  oversold: cell.oversold,
});

const columns: readonly (readonly [string, (row: Row) => string | number])[] = [
  ["strategy", (row) => row.strategy],
  ["callers", (row) => row.callers],
  ["granted/s", (row) => row.grantedPerSecond],
  ["refused/s", (row) => row.refusedPerSecond],
  ["p50 ms", (row) => row.p50Ms],
  ["p99 ms", (row) => row.p99Ms],
  ["oversold", (row) => row.oversold],
];

/** A Markdown table of the rows. */
export function tableOf(rows: readonly Row[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(([title]) => title)),
    line(columns.map((_column, index) => (index === 0 ? "---" : "--:"))),
    ...rows.map((row) => line(columns.map(([, read]) => read(row)))),
  ].join("\n");
}
