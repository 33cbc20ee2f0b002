import type { Progress, Stack } from "@rentezy/local";
import type { Result } from "./result.js";

/** What one run of a scenario gets to work with. */
export interface Ground {
  readonly stack: Stack;
  /** A folder of the stack's data for what is kept between runs. */
  readonly folder: string;
  readonly say: Progress;
}

/** How a run ended. */
export interface Verdict {
  readonly result: Result;
  /** What did not hold, in words; empty when all did. */
  readonly failures: readonly string[];
}

/** A load scenario: its k6 script is scenarios/<name>.js, this prepares, runs and judges it. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly run: (ground: Ground) => Promise<Verdict>;
}
