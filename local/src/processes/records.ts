import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcessIdentity } from "./identity.js";
import type { ProcessSpec } from "./spec.js";

/** A started process as written down, so that `down` finds it when the supervisor is gone. */
export interface ProcessRecord extends ProcessIdentity {
  readonly name: string;
  readonly kind: ProcessSpec["kind"] | "supervisor";
  readonly stopSignal: NodeJS.Signals;
}

const file = (runDir: string): string => join(runDir, "processes.json");

/** What was running when last written; empty when nothing was. */
export function readRecords(runDir: string): ProcessRecord[] {
  try {
    return JSON.parse(readFileSync(file(runDir), "utf8")) as ProcessRecord[];
  } catch {
    return [];
  }
}

/** Written beside and renamed: a reader never sees half of it. */
export function writeRecords(
  runDir: string,
  records: readonly ProcessRecord[],
): void {
  const partial = `${file(runDir)}.${process.pid}`;
  writeFileSync(partial, JSON.stringify(records, null, 1), { mode: 0o600 });
  renameSync(partial, file(runDir));
}

/** For when the last of them has ended. */
export function removeRecords(runDir: string): void {
  rmSync(file(runDir), { force: true });
}
