import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Progress } from "../progress.js";
import { withFileLock } from "../processes/lock.js";

/** The folder of provisioned engines, shared by every clone of one user. */
export function engineCache(): string {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  return join(process.env.RENTEZY_CACHE ?? join(base, "rentezy"), "engines");
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Lets one process at a time provision `name`: two clones may start on an empty cache together. */
export async function withLock<T>(
  name: string,
  say: Progress,
  work: () => Promise<T>,
): Promise<T> {
  const waiting = (pid: number): void =>
    say(`${name}: process ${pid} is provisioning it, waiting`);
  return withFileLock(join(engineCache(), `${name}.lock`), waiting, work);
}
