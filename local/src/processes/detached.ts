import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { Socket } from "node:net";

/**
 * Starts a Node program in a session of its own, out of reach of the terminal's Ctrl-C, which adds to
 * a log. `leashed`, its standard input closes when this process ends, be it by SIGKILL: then the
 * system closes the pipe between them.
 */
export function startDetached(
  args: readonly string[],
  options: {
    readonly logFile: string;
    readonly leashed: boolean;
    /** Words before the command, such as `nice`. */
    readonly prefix?: readonly string[];
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>> | undefined;
  },
): ChildProcess {
  const { logFile, leashed, prefix = [], cwd, env } = options;
  const [command = "", ...words] = [...prefix, process.execPath, ...args];
  const log = openSync(logFile, "a", 0o600);
  try {
    const child = spawn(command, words, {
      cwd,
      // A test runner's own Node options are not for it.
      env: { ...process.env, NODE_OPTIONS: "", ...env },
      stdio: [leashed ? "pipe" : "ignore", log, log],
      detached: true,
    });
    child.unref();
    if (child.stdin instanceof Socket) child.stdin.unref();
    return child;
  } finally {
    closeSync(log);
  }
}
