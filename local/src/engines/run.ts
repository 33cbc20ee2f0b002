import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../progress.js";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly onLine?: (line: string) => void;
}

const running = new Set<ChildProcess>();

/** Ends the programs that `run` is running, when the person interrupts. */
export function endPrograms(): void {
  for (const child of running) child.kill("SIGTERM");
}

/** Runs a program to its end and gives its standard output. Throws with its last lines if it fails. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { onLine, ...spawning } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...spawning,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    const output: string[] = [];
    const last: string[] = [];
    createInterface({ input: child.stderr }).on("line", (line) => {
      last.push(line);
      if (last.length > 30) last.shift();
      onLine?.(line);
    });
    child.stdout
      .setEncoding("utf8")
      .on("data", (chunk: string) => output.push(chunk));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      running.delete(child);
      if (code === 0) {
        resolve(output.join(""));
        return;
      }
      const reason = `${command} ${args.slice(0, 2).join(" ")} failed (${signal ?? `exit ${String(code)}`})`;
      reject(
        new UserError(
          [reason, ...last, output.join("").trim()].filter(Boolean).join("\n"),
        ),
      );
    });
  });
}

/** The real path of a program on the PATH. */
export function onPath(program: string): string | undefined {
  const path = process.env.PATH ?? "";
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return realpathSync(file);
    } catch {
      continue;
    }
  }
  return undefined;
}

/** An engine on the PATH, unless RENTEZY_ENGINES=embedded asks for the pinned ones only. */
export function engineOnPath(program: string): string | undefined {
  return process.env.RENTEZY_ENGINES === "embedded"
    ? undefined
    : onPath(program);
}
