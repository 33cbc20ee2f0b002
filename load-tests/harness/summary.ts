/** The summary that k6 exports at the end of a run. */
import { z } from "zod";

const exported = z.object({
  metrics: z.record(
    z.string(),
    z.looseObject({
      /** Condition -> whether it was crossed. */
      thresholds: z.record(z.string(), z.boolean()).optional(),
    }),
  ),
});
export type Summary = z.infer<typeof exported>;

const counter = z.object({ count: z.number(), rate: z.number() });
const trend = z.object({
  med: z.number(),
  "p(95)": z.number(),
  "p(99)": z.number(),
});

export const readSummary = (text: string): Summary =>
  exported.parse(JSON.parse(text));

/** To a tenth. */
export const rounded = (value: number): number => Math.round(value * 10) / 10;

/**
 * A metric's name, or that of a part of it. k6 exports those parts that thresholds name.
 * @param part what tells it from the rest: `scenario:steady`
 */
export const within = (metric: string, part?: string): string =>
  part === undefined ? metric : `${metric}{${part}}`;

/** What a counter came to; 0 when it never had a sample. */
export function countOf({ metrics }: Summary, metric: string): number {
  const found = metrics[metric];
  return found ? counter.parse(found).count : 0;
}

/** How often a second a counter was added to, over the whole run. */
export const ratePerSecond = ({ metrics }: Summary, metric: string): number =>
  counter.parse(metrics[metric]).rate;

export interface Times {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** The figures of a trend, in milliseconds. Throws when it had no sample. */
export function timesOf({ metrics }: Summary, metric: string): Times {
  const times = trend.parse(metrics[metric]);
  return {
    p50Ms: rounded(times.med),
    p95Ms: rounded(times["p(95)"]),
    p99Ms: rounded(times["p(99)"]),
  };
}

/** The thresholds that did not hold, as `metric: condition`. */
export const crossedIn = ({ metrics }: Summary): string[] =>
  Object.entries(metrics).flatMap(([metric, { thresholds = {} }]) =>
    Object.entries(thresholds)
      .filter(([, crossed]) => crossed)
      .map(([condition]) => `${metric}: ${condition}`),
  );
