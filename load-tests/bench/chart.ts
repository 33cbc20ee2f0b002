import { strategyNames, type StrategyName } from "./strategies.js";
import type { Row } from "./row.js";

const WIDTH = 760;
const HEIGHT = 420;
const NAME_HEIGHT = 16;
const PLOT = { left: 80, right: 600, top: 50, bottom: 360 };

const colours: Readonly<Record<StrategyName, string>> = {
  none: "#9ca3af",
  pessimistic: "#b45309",
  optimistic: "#7c3aed",
  constraint: "#0369a1",
  statement: "#0f766e",
  shipped: "#dc2626",
};

/** Powers of ten from the one below the smallest value to the one above the largest. */
function decadesOf(values: readonly number[]): readonly number[] {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(Math.ceil(Math.log10(Math.max(...values))), low + 1);
  return Array.from(
    { length: high - low + 1 },
    (_, index) => 10 ** (low + index),
  );
}

/** Maps a value to a length between two ends, by its logarithm. */
function logScale(ticks: readonly number[], from: number, to: number) {
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)].map((tick) =>
    Math.log10(tick ?? 1),
  );
  return (value: number) =>
    Math.round(from + ((Math.log10(value) - low) / (high - low)) * (to - from));
}

const text = (x: number, y: number, said: string, more = "") =>
  `<text x="${x}" y="${y}" ${more}>${said}</text>`;

interface Scales {
  readonly x: (callers: number) => number;
  readonly y: (grantedPerSecond: number) => number;
}

function gridOf(ticks: readonly number[], { y }: Scales): readonly string[] {
  return ticks.flatMap((tick) => [
    `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(tick)}" y2="${y(tick)}" stroke="#e5e7eb"/>`,
    text(
      PLOT.left - 8,
      y(tick) + 4,
      tick.toLocaleString("en"),
      'text-anchor="end"',
    ),
  ]);
}

type Point = readonly [x: number, y: number];

function pointsOf(
  strategy: StrategyName,
  rows: readonly Row[],
  { x, y }: Scales,
): readonly Point[] {
  return rows
    .filter((row) => row.strategy === strategy)
    .sort((one, other) => one.callers - other.callers)
    .map((row) => [x(row.callers), y(row.grantedPerSecond)]);
}

function lineOf(colour: string, points: readonly Point[]): readonly string[] {
  const path = points.map((point) => point.join(",")).join(" ");
  return [
    `<polyline fill="none" stroke="${colour}" stroke-width="2.5" points="${path}"/>`,
    ...points.map(
      ([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${colour}"/>`,
    ),
  ];
}

/** Names the lines at their right ends, apart from each other where lines end together. */
function namesOf(
  ends: readonly (readonly [StrategyName, Point])[],
): readonly string[] {
  let lowest = -Infinity;
  return [...ends]
    .sort(([, one], [, other]) => one[1] - other[1])
    .map(([strategy, [x, y]]) => {
      lowest = Math.max(y, lowest + NAME_HEIGHT);
      const style = `fill="${colours[strategy]}" font-weight="600"`;
      return text(x + 12, lowest + 4, strategy, style);
    });
}

/** Grants a second by number of callers on one hot room, a line a strategy; both axes logarithmic. */
export function chartOf(rows: readonly Row[]): string {
  const hot = rows.filter(
    ({ room, grantedPerSecond }) => room === "hot" && grantedPerSecond > 0,
  );
  const callers = [...new Set(hot.map((row) => row.callers))].sort(
    (one, other) => one - other,
  );
  const ticks = decadesOf(hot.map((row) => row.grantedPerSecond));
  const scales = {
    x: logScale(callers, PLOT.left, PLOT.right),
    y: logScale(ticks, PLOT.bottom, PLOT.top),
  };
  const lines = strategyNames.map(
    (strategy) => [strategy, pointsOf(strategy, hot, scales)] as const,
  );
  const middle = (PLOT.left + PLOT.right) / 2;
  const centred = 'text-anchor="middle"';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(
      PLOT.left,
      28,
      "Bookings granted a second, one hot room",
      'font-size="16" font-weight="600"',
    ),
    ...gridOf(ticks, scales),
    ...callers.map((count) =>
      text(
        scales.x(count),
        PLOT.bottom + 20,
        count.toLocaleString("en"),
        centred,
      ),
    ),
    text(middle, PLOT.bottom + 44, "callers at once", centred),
    ...lines.flatMap(([name, points]) => lineOf(colours[name], points)),
    ...namesOf(
      lines.flatMap(([name, points]) => {
        const end = points.at(-1);
        return end ? [[name, end] as const] : [];
      }),
    ),
    "</svg>",
    "",
  ].join("\n");
}
