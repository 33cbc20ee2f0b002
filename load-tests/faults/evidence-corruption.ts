/** Breaks the example of a good run in one place, for tests of the rules. */
import { good, NOW, toldOf } from "./evidence-example.js";
import type { Evidence } from "./told.js";
import { judge } from "./verdict.js";

const is =
  <Row extends object>(wanted: Partial<Row>) =>
  (row: Row): boolean =>
    Object.entries(wanted).every(
      ([name, value]) => row[name as keyof Row] === value,
    );

/** The first of the rows that are wanted. A corruption that hits nothing is a mistake of the test. */
function hit<Row extends object>(
  rows: readonly Row[],
  wanted: Partial<Row>,
): Row {
  const row = rows.find(is(wanted));
  if (!row) throw new Error(`there is no ${JSON.stringify(wanted)}`);
  return row;
}

/** The rows, some of them changed. */
export function edited<Row extends object>(
  rows: readonly Row[],
  wanted: Partial<Row>,
  patch: Partial<Row>,
): Row[] {
  hit(rows, wanted);
  return rows.map((row) => (is(wanted)(row) ? { ...row, ...patch } : row));
}

/** The rows, less some of them. */
export function without<Row extends object>(
  rows: readonly Row[],
  wanted: Partial<Row>,
): Row[] {
  hit(rows, wanted);
  return rows.filter((row) => !is(wanted)(row));
}

/** The rows, and a copy of one of them that is a little different. */
export const another = <Row extends object>(
  rows: readonly Row[],
  wanted: Partial<Row>,
  patch: Partial<Row>,
): Row[] => [...rows, { ...hit(rows, wanted), ...patch }];

/** What is different of the evidence. */
export type Corruption = (evidence: Evidence) => Partial<Evidence>;

/** Which rules find fault with the evidence once it is corrupted. */
export function brokenBy(corrupt: Corruption): string[] {
  const found = judge(toldOf(good), { ...good, ...corrupt(good) }, NOW);
  return [...new Set(found.map(({ rule }) => rule))].sort();
}
