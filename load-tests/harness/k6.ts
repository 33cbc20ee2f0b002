import type { Progress } from "@rentezy/local";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readSummary } from "./summary.js";
import type { Summary } from "./summary.js";

/** What a k6 process told. */
export interface K6Run {
  readonly summary: Summary;
  /** k6's own verdict: every threshold held. */
  readonly thresholdsHeld: boolean;
}

/** k6's exit code for crossed thresholds; other codes are failures of k6 or of the script. */
const THRESHOLDS_CROSSED = 99;

const scriptFile = (name: string): string =>
  fileURLToPath(new URL(`../scenarios/${name}.js`, import.meta.url));

/** What a line of k6's log says, without its time, so that a thousand alike are one. */
export const messageOf = (line: string): string =>
  /\bmsg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1]?.replaceAll('\\"', '"') ?? line;

/**
 * Runs a script to its end, its environment being `env` alone.
 * @param k6 the executable
 * @param summaryFile where k6 leaves its summary
 */
export async function runK6({
  k6,
  script,
  env,
  summaryFile,
  say,
}: {
  readonly k6: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly summaryFile: string;
  readonly say: Progress;
}): Promise<K6Run> {
  await rm(summaryFile, { force: true });
  const args = ["run", "--quiet", "--no-usage-report", "--no-color"];
  const files = ["--summary-export", summaryFile, scriptFile(script)];
  const child = spawn(k6, [...args, ...files], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    // Its figures are reported by us; what goes wrong it says on stderr.
    stdio: ["ignore", "ignore", "pipe"],
  });
  const complaints = new Map<string, number>();
  createInterface({ input: child.stderr }).on("line", (line) => {
    const complaint = messageOf(line);
    complaints.set(complaint, (complaints.get(complaint) ?? 0) + 1);
  });
  const [code] = (await once(child, "close")) as [number | null];
  for (const [complaint, times] of complaints)
    say(`k6, ${times} times: ${complaint}`);
  if (code !== 0 && code !== THRESHOLDS_CROSSED)
    throw new Error(`k6 ended with ${String(code)}; what it printed says why`);
  const summary = readSummary(await readFile(summaryFile, "utf8"));
  return { summary, thresholdsHeld: code === 0 };
}
