/** The run of faults that every trial is put through: the same faults; people do what needs the guard. */
import { readFaultOptions } from "../options.js";

/** Chosen for its plan, which trial-run.test.ts describes. */
const SEED = 1554;

/** What `npm run faults` is called with: so many people that a room given back is taken at once. */
export const trialRun = (behaviours: readonly string[]): readonly string[] => [
  ...["--seed", String(SEED), "--minutes", "0.5", "--rest", "120"],
  ...["--only", "kill booking", "--only", "kill sidecar:booking"],
  ...["--only", "kill auth", "--only", "kill property"],
  ...["--people", "200"],
  ...behaviours.flatMap((name) => ["--behaviours", name]),
];

/** The file that it leaves, from the top folder of the clone. */
export const RESULT = `load-tests/results/faults-${SEED}.json`;

/** The same as the command reads it. */
export const readTrialRun = (behaviours: readonly string[]) =>
  readFaultOptions(trialRun(behaviours), SEED);
