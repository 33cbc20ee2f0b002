import type { Random } from "./random.js";
import type { Kind } from "./kinds.js";

/** One fault of a plan. Times in milliseconds from the beginning of the run. */
export interface Fault {
  readonly kind: Kind;
  readonly beginsMs: number;
  readonly endsMs: number;
}

/** The first fault comes when people are on their way. */
const INITIAL_DELAY_MS = 5_000;

/** From the beginning of one fault to that of the next; most of them last longer than that. */
const GAP_MS = { least: 500, most: 6_000 } as const;

const LASTS_MS = { least: 1_000, most: 8_000 } as const;

/** A place that comes back needs a moment before it is hit again, or nobody would ever get anywhere. */
const RECOVERY_MS = 3_000;

/**
 * A schedule of faults: the kinds are dealt like cards, all of them before any comes again, so a run that is
 * long enough has each. A place that is still broken is passed over until it is whole.
 * @param lastsMs the faults' part of the run; all are over at its end
 */
export function planFaults(
  random: Random,
  kinds: readonly Kind[],
  lastsMs: number,
): Fault[] {
  const plan: Fault[] = [];
  const wholeAgainMs = new Map<string, number>();
  let remaining: Kind[] = [];
  let beginsMs = INITIAL_DELAY_MS;
  while (beginsMs + LASTS_MS.most < lastsMs) {
    if (remaining.length === 0) remaining = random.shuffled(kinds);
    const at = beginsMs;
    const index = remaining.findIndex(
      ({ place }) => (wholeAgainMs.get(place) ?? 0) <= at,
    );
    const [kind] = index < 0 ? [] : remaining.splice(index, 1);
    if (kind) {
      const endsMs = at + random.between(LASTS_MS.least, LASTS_MS.most);
      wholeAgainMs.set(kind.place, endsMs + RECOVERY_MS);
      plan.push({ kind, beginsMs: at, endsMs });
    }
    beginsMs += random.between(GAP_MS.least, GAP_MS.most);
  }
  return plan;
}
