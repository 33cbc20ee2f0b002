import {
  describeMixed,
  mixedResult,
  runMixedWorkload,
} from "./mixed-workload.js";
import { lostIn } from "./result.js";
import type { RunContext, Scenario, Verdict } from "./scenario.js";
import { verdictOf } from "./verdict.js";

const WARM_UP_SECONDS = 20;

const nothingElse = (): Promise<void> => Promise.resolve();

async function run(context: RunContext): Promise<Verdict> {
  const { rate = 20, seconds = 60 } = context.asked;
  const workload = { rate, seconds, warmUpSeconds: WARM_UP_SECONDS };
  const spent = await runMixedWorkload(context, workload, nothingElse);
  const result = mixedResult("mixed", workload, spent);
  return verdictOf({
    result,
    load: spent,
    broken: spent.broken,
    failures: lostIn(result),
    notes: [`${rate} people a second; ${describeMixed(spent)}`],
  });
}

/** What people do, each for themselves, and all of it comes to its end. */
export const mixed: Scenario = {
  name: "mixed",
  about: "people look around, book, pay and cancel",
  takes: ["rate", "seconds"],
  run,
};
