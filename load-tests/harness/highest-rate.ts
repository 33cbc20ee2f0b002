import type { Stack } from "@rentezy/local";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { askBooking } from "./invariants.js";

const LOWEST = 100;
const HIGHEST = 1600;
const STEP = 25;

/** The rates that are tried, a second, in order. */
export const rates: readonly number[] = Array.from(
  { length: (HIGHEST - LOWEST) / STEP + 1 },
  (_, index) => LOWEST + index * STEP,
);

/** No search takes longer, in milliseconds, but for the step that it has begun. */
const SEARCH_MS = 220_000;

/**
 * The highest of these rates that holds, by halving what is left; 0 when none does. When time is up, the
 * highest that was seen to hold.
 * @param now the time in milliseconds
 */
export async function findHighest(
  candidates: readonly number[],
  holds: (rate: number) => Promise<boolean>,
  now: () => number = Date.now,
): Promise<number> {
  const deadline = now() + SEARCH_MS;
  let [below, above] = [-1, candidates.length];
  while (above - below > 1 && now() < deadline) {
    const middle = Math.floor((below + above) / 2);
    if (await holds(candidates[middle] ?? 0)) below = middle;
    else above = middle;
  }
  return candidates[below] ?? 0;
}

/** What a run leaves to do: rows to hand over, and sagas of held rooms that have opened no checkout yet. */
const LEFT_TO_DO = `
  SELECT (SELECT count(*) FROM outbox WHERE delivered_at IS NULL)
    + (SELECT count(*) FROM booking WHERE status = 'reserved'
      AND checkout_url IS NULL AND hold_expires_at > now()) AS "left"`;

const leftToDo = z.array(z.object({ left: z.coerce.number() }));

const CALM_WITHIN_MS = 30_000;

/** Waits until booking has done what a run has left behind, for half a minute at most. */
export async function untilCalm(stack: Stack): Promise<void> {
  const deadline = Date.now() + CALM_WITHIN_MS;
  for (;;) {
    const [found] = leftToDo.parse(await askBooking(stack, LEFT_TO_DO, []));
    if (found?.left === 0 || Date.now() > deadline) return;
    await sleep(500);
  }
}
