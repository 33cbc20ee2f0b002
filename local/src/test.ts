/**
 * `npm test`: every gate and every suite, one after the other, with one closing line over all of
 * them. A step that could not run counts as failed: silence is never success.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Count {
  readonly passed: number;
  readonly failed: number;
}

type Step = (folder: string) => Promise<Count>;

async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<boolean> {
  const child = spawn(command, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}

/** A gate is one check: it holds for the whole tree or it does not. */
const gate =
  (script: string): Step =>
  async () => {
    const ok = await run("npm", ["run", "--silent", script]);
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  };

const jestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numRuntimeErrorTestSuites: z.int(),
});

/** Counts tests; a suite that could not be loaded, or a project without tests, is one failure. */
const suites =
  (project: string, ...args: readonly string[]): Step =>
  async (folder) => {
    const report = join(folder, `${project}.json`);
    const jest = ["node_modules/jest/bin/jest.js", "--selectProjects", project];
    const options = ["--json", "--outputFile", report, ...args];
    const ok = await run(process.execPath, [...jest, ...options], {
      NODE_OPTIONS: "--experimental-vm-modules --no-warnings",
    });
    return countOf(report, ok);
  };

/** Reads what jest reported; a run that failed without a failed test still counts as one. */
export async function countOf(report: string, ok: boolean): Promise<Count> {
  const text = await readFile(report, "utf8").catch(() => "");
  if (text === "") return { passed: 0, failed: 1 };
  const counted = jestReport.parse(JSON.parse(text));
  const failed = counted.numFailedTests + counted.numRuntimeErrorTestSuites;
  const passed = counted.numPassedTests;
  const isSilent = failed === 0 && (!ok || passed === 0);
  return { passed, failed: isSilent ? 1 : failed };
}

const steps: Readonly<Record<string, Step>> = {
  format: gate("check:format"),
  lint: gate("check:lint"),
  types: gate("check:types"),
  architecture: gate("check:architecture"),
  unused: gate("check:unused"),
  unit: suites("unit"),
  service: suites("service"),
  stack: suites("stack", "--runInBand"),
  trials: suites("trials", "--runInBand"),
};

/** Runs the named steps, or all. */
export async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in steps));
  if (unknown.length > 0) {
    console.error(
      `npm test [-- STEP ...]: the steps are ${Object.keys(steps).join(", ")}`,
    );
    process.exitCode = 2;
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "rentezy-report-"));
  const total = { passed: 0, failed: 0 };
  const summary: string[] = [];
  for (const [name, step] of Object.entries(steps)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`\n== ${name}`);
    const begun = Date.now();
    const { passed, failed } = await step(folder);
    total.passed += passed;
    total.failed += failed;
    const seconds = Math.round((Date.now() - begun) / 1000);
    summary.push(
      `${name.padEnd(13)} ${passed} passed, ${failed} failed (${seconds} s)`,
    );
  }
  await rm(folder, { recursive: true });
  console.log(`\n${summary.join("\n")}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}
