import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process that cannot be mistaken for a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own notation; compared, never read. */
  readonly started: string;
}

/** The state letter and start time in a line of /proc/PID/stat, whose second field may hold anything. */
export function parseStat(
  stat: string,
): { state: string; started: string } | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  return state && started ? { state, started } : undefined;
}

function startOf(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      const stat = parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
      return stat && stat.state !== "Z" ? stat.started : undefined;
    }
    const listed = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
      encoding: "utf8",
    });
    return listed.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Who runs under this pid now; undefined when nobody does. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether that very process still runs; a zombie does not. */
export function isAlive(identity: ProcessIdentity): boolean {
  return startOf(identity.pid) === identity.started;
}
