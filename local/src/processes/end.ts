import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { identityOf, isAlive } from "./identity.js";
import type { ProcessIdentity } from "./identity.js";

/** Every process of a stack carries the stack's folder in its environment under this name. */
export const stackMark = "RENTEZY_STACK";

/** Sends a signal to a process, or to a whole group with a negative pid; a process that is gone is fine. */
export function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function gone(
  identity: ProcessIdentity,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(identity)) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

/** Asks a process to end, and after `timeoutMs` ends it with all of its group. */
export async function end(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
  timeoutMs: number,
): Promise<void> {
  if (!isAlive(identity)) return;
  signalTo(identity.pid, signal);
  if (await gone(identity, timeoutMs)) return;
  signalTo(-identity.pid, "SIGKILL");
  await gone(identity, 5000);
}

/** The processes that carry the mark of this stack, however far they went from who started them. */
export function marked(stackDir: string): ProcessIdentity[] {
  if (process.platform !== "linux") return [];
  const mark = `${stackMark}=${stackDir}`;
  const found: ProcessIdentity[] = [];
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!(pid > 0) || pid === process.pid) continue;
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split(
        "\0",
      );
      const identity = environment.includes(mark) ? identityOf(pid) : undefined;
      if (identity) found.push(identity);
    } catch {
      continue; // It ended meanwhile, or belongs to somebody else.
    }
  }
  return found;
}
