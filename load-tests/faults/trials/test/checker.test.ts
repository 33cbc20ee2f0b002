import { describe, expect, it } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { make } from "../edits.js";
import { guards } from "../guards.js";
import type { Guard } from "../guards.js";
import { RESULT, trialRun } from "../trial-run.js";

const { folder, portBase } = z
  .object({ folder: z.string(), portBase: z.int() })
  .parse(JSON.parse(process.env["RENTEZY_TRIALS"] ?? "{}"));

/** A run of half a minute and its rest of two, with all that prepares them, on a machine that is slow. */
const WITHIN_MS = 400_000;

/** `npm run faults` in the copy. */
async function runFaults(
  behaviours: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const command = ["local/rentezy.mjs", "faults", ...trialRun(behaviours)];
  const child = spawn(
    process.execPath,
    [...command, "--port-base", String(portBase)],
    {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: "" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

const judged = z.object({
  violations: z.array(z.object({ rule: z.string() })),
});

/** What a run came to: its exit code, the rules that it found broken, and what it printed. */
async function verdict(behaviours: readonly string[]) {
  const file = join(folder, RESULT);
  // All runs have the same seed, and none may be judged by what another has left.
  await rm(file, { force: true });
  const { code, output } = await runFaults(behaviours);
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`no verdict:\n${output}`);
  });
  const { violations } = judged.parse(JSON.parse(text));
  const rules = violations.map(({ rule }) => rule);
  console.log(`violations: ${inWords(rules)}`);
  return { code, output, rules };
}

/** How often each rule was broken: a guard that is found missing by a single booking may not be the next time. */
const inWords = (rules: readonly string[]): string =>
  [...new Set(rules)]
    .map((rule) => `${rules.filter((each) => each === rule).length} ${rule}`)
    .join(", ") || "none";

type Verdict = Awaited<ReturnType<typeof verdict>>;

/** Puts the edited copy through the run. What the run printed is shown where it is not as expected. */
async function expectOf(
  { edits, behaviours }: Pick<Guard, "edits" | "behaviours">,
  expectation: (found: Verdict) => void,
): Promise<void> {
  const takeBack = await make(folder, edits);
  try {
    const found = await verdict(behaviours);
    try {
      expectation(found);
    } catch (error) {
      console.error(found.output);
      throw error;
    }
  } finally {
    await takeBack();
  }
}

const untouched = {
  edits: [],
  behaviours: guards.flatMap(({ behaviours }) => behaviours),
};

describe("a run of faults", () => {
  it(
    "finds nothing where no guard was removed",
    () =>
      expectOf(untouched, ({ code, rules }) => {
        expect(rules).toEqual([]);
        expect(code).toBe(0);
      }),
    WITHIN_MS,
  );

  it.each(guards)(
    "finds out that this is missing: $name",
    (guard) =>
      expectOf(guard, ({ code, rules }) => {
        expect(rules).toEqual(expect.arrayContaining([...guard.rules]));
        expect(code).toBe(1);
      }),
    WITHIN_MS,
  );
});
