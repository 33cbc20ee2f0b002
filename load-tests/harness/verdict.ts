import type { Load } from "./load.js";
import type { Result } from "./result.js";
import type { Verdict } from "./scenario.js";

/** Puts together what k6, the database and the scenario itself have to say. */
export const verdictOf = <Of extends Result>(found: {
  readonly result: Of;
  readonly load: Pick<Load, "crossed" | "costs">;
  /** Broken invariants, in words. */
  readonly broken: readonly string[];
  readonly failures?: readonly string[];
  readonly notes?: readonly string[];
}): Verdict => {
  const { result, load, broken, failures = [], notes = [] } = found;
  return {
    result: { ...result, ...(load.costs && { costs: load.costs }) },
    failures: [
      ...failures,
      ...load.crossed,
      ...broken.map((invariant) => `database: ${invariant}`),
    ],
    notes,
  };
};
