/** `npm run load -- SCENARIO`: prepares the running stack, lets k6 loose on it and judges what came of it. */
import { openStack, stackDirOf, terminalProgress } from "@rentezy/local";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { contention } from "./harness/contention.js";
import { crash } from "./harness/crash.js";
import { costsTable } from "./harness/costs.js";
import { floor } from "./harness/floor.js";
import { mixed } from "./harness/mixed.js";
import { readOptions } from "./harness/options.js";
import { markdownTable, typicalOf } from "./harness/result.js";
import type { Result } from "./harness/result.js";
import type { Scenario, Verdict } from "./harness/scenario.js";
import { rolling } from "./harness/rolling.js";
import { soak } from "./harness/soak.js";
import { spike } from "./harness/spike.js";
import { steady } from "./harness/steady.js";

const scenarios: readonly Scenario[] = [
  contention,
  crash,
  steady,
  spike,
  soak,
  mixed,
  rolling,
  floor,
];

function describe({ name, about, takes = [] }: Scenario): string {
  const options = takes.map((option) =>
    option === "find" ? "[--find]" : `[--${option} N]`,
  );
  return `  ${name.padEnd(12)} ${[about, ...options].join(" ")}`;
}

const usage = `npm run load -- SCENARIO [--runs N] [--port-base N]
${scenarios.map(describe).join("\n")}

The stack must be up. The result is written to load-tests/results/SCENARIO.json.`;

const results = fileURLToPath(new URL("results", import.meta.url));

async function save(result: Result): Promise<string> {
  await mkdir(results, { recursive: true });
  const file = join(results, `${result.scenario}.json`);
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}

/** Runs a scenario; the exit code is 0 only if every run kept every promise. Throws UserError for wrong usage. */
export async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args, scenarios);
  if (!options) {
    console.log(usage);
    return;
  }
  const { scenario, asked } = options;
  const say = terminalProgress();
  const stack = await openStack(options.portBase);
  const folder = join(stackDirOf(options.portBase), "load");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const verdicts: Verdict[] = [];
  // A failed run is the result: more of them would only hide it.
  while (
    verdicts.length < options.runs &&
    verdicts.every(({ failures }) => failures.length === 0)
  )
    verdicts.push(await scenario.run({ stack, folder, say, asked }));
  await report(scenario, verdicts);
}

async function report(
  scenario: Scenario,
  verdicts: readonly Verdict[],
): Promise<void> {
  const failed = verdicts.find(({ failures }) => failures.length > 0);
  const runs = verdicts.map(({ result }) => result);
  const shown = failed?.result ?? typicalOf(runs);
  const file = await save(shown);
  console.log(`\n${scenario.about}\n\n${markdownTable(runs)}\n`);
  const { notes = [] } = verdicts.find(({ result }) => result === shown) ?? {};
  for (const note of notes) console.log(`${note}\n`);
  if (shown.costs)
    console.log(
      `processor time a request, everything from k6's start to its end shared out:\n${costsTable(shown.costs)}\n`,
    );
  console.log(`written to ${file}`);
  if (failed) {
    console.error(`FAILED\n  ${failed.failures.join("\n  ")}`);
    process.exitCode = 1;
  } else console.log("every promise was kept");
}
