import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { signalTo, stackMark } from "../processes/end.js";
import { identityOf } from "../processes/identity.js";
import type { ProcessIdentity } from "../processes/identity.js";
import { logFileOf } from "../stack/paths.js";
import type { ProcessSpec } from "../processes/spec.js";

const firstBackoffMs = 1000;
const longestBackoffMs = 10_000;
/** Having run this long, a process that dies is restarted as if for the first time. */
const steadyMs = 30_000;
const largestLogBytes = 64 * 1024 * 1024;
const stopTimeoutMs = 20_000;

export type State = "running" | "restarting" | "stopped";

/** What the supervisor tells about one process. */
export interface ProcessStatus {
  readonly spec: ProcessSpec;
  readonly state: State;
  readonly identity?: ProcessIdentity;
  readonly restarts: number;
  /** How it last ended: `exit 1`, `SIGKILL`. */
  readonly lastEnd?: string;
}

export interface ManagedProcess {
  status(): ProcessStatus;
  start(): void;
  stop(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

interface Surroundings {
  readonly stackDir: string;
  readonly onChange: () => void;
}

function openLog(file: string): number {
  try {
    if (statSync(file).size > largestLogBytes) renameSync(file, `${file}.1`);
  } catch {
    // There is none yet.
  }
  return openSync(file, "a", 0o600);
}

/** What a process gets of the person's environment: a stack must not change with who started it. */
const inheritable =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TMPDIR|LD_LIBRARY_PATH|SSL_CERT_.*|NODE_EXTRA_CA_CERTS)$/;

function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) =>
    inheritable.test(name),
  );
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value ?? ""]),
  );
}

function launch(spec: ProcessSpec, stackDir: string): ChildProcess {
  // The process writes its log itself, so that it goes on unharmed when the supervisor is killed.
  const log = openLog(logFileOf(join(stackDir, "logs"), spec.name));
  try {
    return spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: { ...inherited(), ...spec.env, [stackMark]: stackDir },
      stdio: ["ignore", log, log],
      detached: true,
      ...(spec.uid === undefined ? {} : { uid: spec.uid }),
      ...(spec.gid === undefined ? {} : { gid: spec.gid }),
    });
  } finally {
    closeSync(log);
  }
}

/** One process that is started again whenever it ends without being asked to. */
export function manage(
  spec: ProcessSpec,
  { stackDir, onChange }: Surroundings,
): ManagedProcess {
  let child: ChildProcess | undefined;
  let identity: ProcessIdentity | undefined;
  let state: State = "stopped";
  let restarts = 0;
  let backoffMs = firstBackoffMs;
  let lastEnd: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let startedAt = 0;

  const ended = (how: string): void => {
    // Its children go with it: they would hold its ports.
    if (identity) signalTo(-identity.pid, "SIGKILL");
    child = undefined;
    identity = undefined;
    lastEnd = how;
    if (state === "running") {
      if (Date.now() - startedAt > steadyMs) backoffMs = firstBackoffMs;
      state = "restarting";
      timer = setTimeout(() => {
        restarts += 1;
        begin();
      }, backoffMs);
      backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
    }
    onChange();
  };

  const begin = (): void => {
    state = "running";
    startedAt = Date.now();
    const mine = launch(spec, stackDir);
    child = mine;
    identity = mine.pid === undefined ? undefined : identityOf(mine.pid);
    mine.once("error", (error) => {
      if (mine.pid === undefined) ended(error.message);
    });
    mine.once("exit", (code, signal) =>
      ended(signal ?? `exit ${String(code)}`),
    );
    onChange();
  };

  return {
    status: () => ({
      spec,
      state,
      restarts,
      ...(identity ? { identity } : {}),
      ...(lastEnd ? { lastEnd } : {}),
    }),
    start() {
      clearTimeout(timer);
      if (child) return;
      backoffMs = firstBackoffMs;
      begin();
    },
    async stop() {
      clearTimeout(timer);
      state = "stopped";
      const running = child;
      if (!running?.pid) return onChange();
      const exited = new Promise((resolve) => running.once("exit", resolve));
      signalTo(running.pid, spec.stopSignal ?? "SIGTERM");
      const last = setTimeout(
        () => signalTo(-(running.pid ?? 0), "SIGKILL"),
        stopTimeoutMs,
      );
      await exited;
      clearTimeout(last);
    },
    signal(signal) {
      if (identity) signalTo(identity.pid, signal);
    },
  };
}
