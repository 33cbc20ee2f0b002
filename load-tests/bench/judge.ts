import type { Row } from "./row.js";
import type { StrategyName } from "./strategies.js";

/** How many times as many grants a second as these the shipped strategy must make. */
const LEADS: readonly (readonly [StrategyName, number])[] = [
  ["pessimistic", 20],
  ["constraint", 8],
];

/** With so many callers on the hot room. */
const CALLERS = 1_000;

/** How many times as many grants a second `shipped` makes as another, on the hot room. */
export function leadOver(rows: readonly Row[], other: StrategyName): number {
  const granted = (strategy: StrategyName) =>
    rows.find(
      (row) =>
        row.strategy === strategy &&
        row.room === "hot" &&
        row.callers === CALLERS,
    )?.grantedPerSecond;
  return (granted("shipped") ?? Number.NaN) / (granted(other) ?? Number.NaN);
}

/** What the comparison promises and did not keep, in words; empty when all was kept. */
export function failuresOf(rows: readonly Row[]): readonly string[] {
  const slow = LEADS.filter(
    ([other, times]) => !(leadOver(rows, other) >= times),
  ).map(
    ([other, times]) =>
      `shipped grants ${leadOver(rows, other).toFixed(1)} times as much as ${other}, not ${times}`,
  );
  const oversold = rows
    .filter(({ strategy, oversold }) => strategy !== "none" && oversold !== 0)
    .map(
      (row) =>
        `${row.strategy} oversold ${row.oversold} (${row.room}, ${row.callers} callers)`,
    );
  const isBlind = !rows.some(
    (row) => row.strategy === "none" && row.oversold > 0,
  );
  return [
    ...slow,
    ...oversold,
    ...(isBlind ? ["no control did not oversell: the check sees nothing"] : []),
  ];
}
