import { readFileSync } from "node:fs";
import { TimedOut, waitUntil } from "../conditions.js";
import { isReady } from "../processes/probe.js";
import type { ProcessSpec } from "../processes/spec.js";
import type { Progress } from "../progress.js";
import { UserError } from "../progress.js";
import { ask } from "../supervisor/client.js";
import { logFileOf } from "./paths.js";
import type { StackPaths } from "./paths.js";

const readyWithinMs = 120_000;
/** A process that has died this often since we wait for it will not come up. */
const hopeless = 6;
const shownLogLines = 20;

/** Starts processes of one stack and waits for them. */
export interface Crew {
  /** Runs the process (again, if it was told to run differently) and returns when it is ready. */
  bring(spec: ProcessSpec): Promise<void>;
}

/** The end of a log, at most 64 KiB from its tail. */
export function lastLines(file: string, count: number): string[] {
  try {
    const content = readFileSync(file).subarray(-65_536);
    return content.toString("utf8").trimEnd().split("\n").slice(-count);
  } catch {
    return [];
  }
}

function failure(
  spec: ProcessSpec,
  paths: StackPaths,
  reason: string,
): UserError {
  const file = logFileOf(paths.logs, spec.name);
  const lines = lastLines(file, shownLogLines).map((line) => `    ${line}`);
  return new UserError(
    [`${spec.name} ${reason}. Its log, ${file}, ends:`, ...lines].join("\n"),
  );
}

/** Waits until the process answers its probe; fails early, with its log, when it keeps dying. */
export async function waitForProcess(
  spec: ProcessSpec,
  paths: StackPaths,
  signal?: AbortSignal,
): Promise<void> {
  let diedBefore: number | undefined;
  const check = async (): Promise<boolean> => {
    const status = (await ask(paths.stack, { do: "list" })).find(
      (one) => one.spec.name === spec.name,
    );
    diedBefore ??= status?.restarts ?? 0;
    if ((status?.restarts ?? 0) - diedBefore >= hopeless)
      throw failure(spec, paths, `keeps dying (${status?.lastEnd ?? "?"})`);
    return status?.state === "running" && (await isReady(spec.probe));
  };
  try {
    await waitUntil(spec.name, readyWithinMs, check, signal);
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error;
    throw failure(spec, paths, `is not ready after ${readyWithinMs / 1000} s`);
  }
}

export function createCrew(
  paths: StackPaths,
  say: Progress,
  signal: AbortSignal,
): Crew {
  return {
    async bring(spec) {
      signal.throwIfAborted();
      await ask(paths.stack, { do: "ensure", spec });
      await waitForProcess(spec, paths, signal);
      say(`${spec.name} ready on port ${spec.ports[0] ?? "-"}`);
    },
  };
}
