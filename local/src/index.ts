/**
 * Starts and steers whole stacks from a program; `npm run up` and the whole-stack tests use the same
 * code. May depend on nothing of the product: it only runs it.
 */
import { readFile } from "node:fs/promises";
import { quiet, UserError } from "./progress.js";
import type { Progress } from "./progress.js";
import { urlsOf } from "./stack/bring-up.js";
import { known, restart, waitUntilReady } from "./stack/change.js";
import { stackOptions } from "./stack/options.js";
import { logFileOf, stackDirOf } from "./stack/paths.js";
import type { Replicas } from "./stack/replicas.js";
import type { Secrets } from "./stack/secrets.js";
import type { Overrides } from "./stack/applications.js";
import { start } from "./stack/start.js";
import { takeDown, wipe } from "./stack/take-down.js";
import { ask, listProcesses } from "./supervisor/client.js";
import type { ProcessStatus } from "./supervisor/managed-process.js";

export type { ProcessStatus } from "./supervisor/managed-process.js";
export type { Overrides } from "./stack/applications.js";
export type { Secrets } from "./stack/secrets.js";

/** What can be chosen about a stack; the defaults are those of `npm run up`. */
export interface StartOptions {
  readonly portBase?: number;
  readonly broker?: string;
  /** app-id -> variable -> value, over dapr.yaml's. */
  readonly set?: Overrides;
  /** app-id -> how many processes of it. */
  readonly replicas?: Replicas;
  /** Another topology in the format of dapr.yaml. */
  readonly file?: string;
  /** Starts without the data of an earlier stack on this port base; one that runs is refused. */
  readonly fresh?: boolean;
  readonly say?: Progress;
  readonly signal?: AbortSignal;
}

/** A running stack. Names of processes: `booking`, `booking-2`, `sidecar:booking`, `kafka`, `postgres` ... */
export interface Stack {
  readonly portBase: number;
  /**
   * app-id, or `booking-2` for a further replica -> base URL; `gateway` is the way in, `stripe` the emulator, `sidecar:booking` the API of
   * that app's sidecar. No slash at the end.
   */
  readonly urls: Readonly<Record<string, string>>;
  /** As in Kubernetes: name of the Secret -> key -> value. */
  readonly secrets: Secrets;
  /** Sends a signal to a process; the supervisor starts it again if it ends. */
  kill(name: string, signal: NodeJS.Signals): Promise<void>;
  /** Ends a process and keeps it ended until `start`. */
  stop(name: string): Promise<void>;
  /** Starts a stopped process and waits until it is ready. */
  start(name: string): Promise<void>;
  /** Starts a process anew and waits until it is ready; without settings an app returns to dapr.yaml's. */
  restart(
    name: string,
    settings?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** Waits, up to two minutes, until these processes, or all that should run, are ready. */
  waitHealthy(names?: readonly string[]): Promise<void>;
  status(): Promise<ProcessStatus[]>;
  /** What a process has logged so far. */
  log(name: string): Promise<string>;
  /** Stops everything; with `wipe` its data is deleted too. */
  down(options?: { readonly wipe?: boolean }): Promise<void>;
}

/** The stack on this port base, which must have been started. */
export async function openStack(portBase: number): Promise<Stack> {
  const [, blueprint] = await known(portBase);
  const { paths } = blueprint;
  const { stack: folder, logs } = paths;
  return {
    portBase,
    urls: urlsOf(blueprint),
    secrets: blueprint.secrets,
    async kill(name, signal) {
      await ask(folder, { do: "signal", name, signal });
    },
    async stop(name) {
      await ask(folder, { do: "stop", name });
    },
    async start(name) {
      await ask(folder, { do: "start", name });
      await waitUntilReady(paths, [name]);
    },
    restart: (name, settings = {}) => restart(portBase, name, settings, quiet),
    waitHealthy: (names) => waitUntilReady(paths, names),
    status: () => ask(folder, { do: "list" }),
    log: (name) => readFile(logFileOf(logs, name), "utf8"),
    async down(options = {}) {
      await takeDown(folder, quiet);
      if (options.wipe) await wipe(folder);
    },
  };
}

/**
 * Starts a stack (or finds it running) and waits until it is healthy. Throws, with nothing left running,
 * if it cannot. A stack that it started is stopped at the latest when this process ends, be it by a
 * signal; demo data is not loaded.
 */
export async function startStack(options: StartOptions = {}): Promise<Stack> {
  const { portBase, broker, file, set: overrides, replicas } = options;
  const chosen = stackOptions({ portBase, broker, file, overrides, replicas });
  const { say = quiet, signal = new AbortController().signal } = options;
  if (options.fresh) await wipeStopped(chosen.portBase);
  await start(chosen, { say, signal, leashed: true });
  return openStack(chosen.portBase);
}

async function wipeStopped(portBase: number): Promise<void> {
  const folder = stackDirOf(portBase);
  if (await listProcesses(folder))
    throw new UserError(
      `a stack runs on port ${portBase}; stop it first: npm run down -- --port-base ${portBase}`,
    );
  // A killed supervisor may have left processes that still write there.
  await takeDown(folder, quiet);
  await wipe(folder);
}

/** The folder of the stack on this port base, with its logs and data. */
export { stackDirOf };

/** What other commands need to look and behave like those of the launcher. */
export { terminalProgress, UserError } from "./progress.js";
export type { Progress } from "./progress.js";
export { onDatabase } from "./database.js";
export { startUntilInterrupted } from "./interrupt.js";
export { fewAtOnce } from "./few-at-once.js";
export { readArguments } from "./commands/arguments.js";
