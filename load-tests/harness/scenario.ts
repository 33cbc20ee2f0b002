import type { Progress, Stack } from "@rentezy/local";
import type { Result } from "./result.js";

/** What the command line may say about a run, where a scenario takes it. */
export interface Asked {
  /** Requests, or journeys, a second. */
  readonly rate?: number;
  readonly seconds?: number;
  readonly find?: boolean;
}

/** What one run of a scenario gets to work with. */
export interface RunContext {
  readonly stack: Stack;
  /** A folder of the stack's data for what is kept between runs. */
  readonly folder: string;
  readonly say: Progress;
  readonly asked: Asked;
}

/** How a run ended. */
export interface Verdict {
  readonly result: Result;
  /** What did not hold, in words; empty when all did. */
  readonly failures: readonly string[];
  /** What a reader must know to read the result, a line each. */
  readonly notes?: readonly string[];
}

/** A load scenario: its k6 script is scenarios/<name>.js, this prepares, runs and judges it. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** The options that it takes beside --runs and --port-base. */
  readonly takes?: readonly (keyof Asked)[];
  readonly run: (context: RunContext) => Promise<Verdict>;
}
