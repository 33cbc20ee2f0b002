import { median } from "./middle.js";

/** Two rates that were measured one right after the other, a second. */
export interface Pair {
  readonly floor: number;
  readonly bookings: number;
}

/** The middle of the pairs' ratios, bookings to floor, to a thousandth: what a slow moment did to one pair does not count. */
export function medianRatio(pairs: readonly Pair[]): number {
  const middle = median(pairs.map(({ floor, bookings }) => bookings / floor));
  if (middle === undefined || !Number.isFinite(middle))
    throw new Error("there was no turn to compare with");
  return Math.round(middle * 1000) / 1000;
}
