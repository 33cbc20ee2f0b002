import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stackPaths } from "../stack/paths.js";
import type { ProcessStatus } from "./managed-process.js";
import type { ProcessSpec } from "../processes/spec.js";

/** The longest path that every system takes for a Unix socket, in bytes. */
const longestSocketPath = 100;

/** Where the supervisor of a stack listens; a deep clone's socket is in the temp folder. */
export function socketOf(stackDir: string): string {
  const near = join(stackPaths(stackDir).run, "supervisor.sock");
  if (Buffer.byteLength(near) <= longestSocketPath) return near;
  const name = createHash("sha256").update(stackDir).digest("hex").slice(0, 16);
  return join(tmpdir(), `rentezy-${name}.sock`);
}

/** Tells the supervisor to stop its stack when its standard input closes. */
export const leashedFlag = "--leashed";

/** What can be asked of the supervisor. */
export type Request =
  | { readonly do: "list" }
  /** Runs this process; with `replace`, or when it was told to run differently, it is restarted. */
  | {
      readonly do: "ensure";
      readonly spec: ProcessSpec;
      readonly replace?: boolean;
    }
  | { readonly do: "start" | "stop"; readonly name: string }
  | {
      readonly do: "signal";
      readonly name: string;
      readonly signal: NodeJS.Signals;
    }
  /** Stops everything, then the supervisor itself. */
  | { readonly do: "shutdown" };

export type Reply =
  { readonly processes: ProcessStatus[] } | { readonly error: string };
