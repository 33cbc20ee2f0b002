import { setTimeout as sleep } from "node:timers/promises";
import {
  describeMixed,
  mixedResult,
  runMixedWorkload,
} from "./mixed-workload.js";
import type { Load } from "./load.js";
import { lostIn } from "./result.js";
import type { RunContext, Scenario, Verdict } from "./scenario.js";
import { countOf, rounded } from "./summary.js";
import { verdictOf } from "./verdict.js";

/** People come for a while before the first restart, and between two. */
const WARM_UP_SECONDS = 5;
const PAUSE_MS = 1_000;

/** Longer than any restart takes: whoever is asked to come again comes until it is over. */
const PATIENCE_SECONDS = 20;

/** How long each restart took, in seconds. */
type Restarts = Readonly<Record<string, number>>;

/** Every app, replicas included, each with the sidecar that stands beside it; by name, to be the same in each run. */
async function processesOf({ stack }: RunContext): Promise<string[]> {
  const beside = (name: string) => name.replace(/^sidecar:/, "");
  return (await stack.status())
    .filter(({ spec }) => spec.kind !== "engine")
    .map(({ spec }) => spec.name)
    .toSorted()
    .toSorted((one, other) => beside(one).localeCompare(beside(other)));
}

/** Restarts one process after the other, until all have been or the load is over. */
async function restartAll(
  context: RunContext,
  loading: Promise<Load>,
): Promise<{ readonly restarts: Restarts; readonly late: readonly string[] }> {
  let overAt = Infinity;
  const over = loading.then(() => {
    overAt = performance.now();
  });
  const restarts: Record<string, number> = {};
  const late: string[] = [];
  await Promise.race([over, sleep(WARM_UP_SECONDS * 1000)]);
  for (const name of await processesOf(context)) {
    const begun = performance.now();
    await context.stack.restart(name);
    const ended = performance.now();
    restarts[name] = rounded((ended - begun) / 1000);
    context.say(`${name} was restarted in ${String(restarts[name])} s`);
    if (ended > overAt) late.push(name);
    await Promise.race([over, sleep(PAUSE_MS)]);
  }
  return { restarts, late };
}

async function run(context: RunContext): Promise<Verdict> {
  const { rate = 20, seconds = 75 } = context.asked;
  const workload = {
    rate,
    seconds,
    warmUpSeconds: WARM_UP_SECONDS,
    patienceSeconds: PATIENCE_SECONDS,
  };
  const { done, ...spent } = await runMixedWorkload(
    context,
    workload,
    (loading) => restartAll(context, loading),
  );
  const repeated = countOf(spent.summary, "requests_repeated");
  const result = {
    ...mixedResult("rolling", workload, spent),
    repeated,
    restarts: done.restarts,
  };
  return verdictOf({
    result,
    load: spent,
    broken: spent.broken,
    failures: [
      ...lostIn(result),
      ...done.late.map((name) => `${name} was restarted when all was over`),
    ],
    notes: [
      `${rate} people a second; ${describeMixed(spent)}`,
      `${repeated} requests were answered 503 and sent again with the same key`,
    ],
  });
}

/** Every service is restarted while people come: nobody is failed, at most asked to come again. */
export const rolling: Scenario = {
  name: "rolling",
  about: "every service is restarted, one after the other, while people come",
  takes: ["rate", "seconds"],
  run,
};
