import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, renameSync, statSync } from "node:fs";
import { signalTo, stackMark } from "../processes/end.js";
import { identityOf } from "../processes/identity.js";
import type { ProcessIdentity } from "../processes/identity.js";
import { logFileOf, stackPaths } from "../stack/paths.js";
import type { ProcessSpec } from "../processes/spec.js";
import type { HeldSockets } from "./held-sockets.js";

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

interface Surroundings {
  readonly stackDir: string;
  readonly sockets: HeldSockets;
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

function launch(
  spec: ProcessSpec,
  { stackDir, sockets }: Surroundings,
): ChildProcess {
  const { heldPort } = spec;
  const held = heldPort === undefined ? [] : [sockets.descriptorOf(heldPort)];
  // The process writes its log itself, so that it goes on unharmed when the supervisor is killed.
  const log = openLog(logFileOf(stackPaths(stackDir).logs, spec.name));
  try {
    return spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: {
        ...inherited(),
        ...spec.env,
        // As systemd says it: so many sockets are there, the first as descriptor 3.
        ...(held.length > 0 ? { LISTEN_FDS: String(held.length) } : {}),
        [stackMark]: stackDir,
      },
      stdio: ["ignore", log, log, ...held],
      detached: true,
      ...(spec.uid === undefined ? {} : { uid: spec.uid }),
      ...(spec.gid === undefined ? {} : { gid: spec.gid }),
    });
  } finally {
    closeSync(log);
  }
}

/** One process that is started again whenever it ends without being asked to. */
export class ManagedProcess {
  private child: ChildProcess | undefined;
  private identity: ProcessIdentity | undefined;
  private state: State = "stopped";
  private restarts = 0;
  private backoffMs = firstBackoffMs;
  private lastEnd: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private startedAt = 0;

  constructor(
    readonly spec: ProcessSpec,
    private readonly surroundings: Surroundings,
  ) {}

  status(): ProcessStatus {
    const { spec, state, restarts, identity, lastEnd } = this;
    return {
      spec,
      state,
      restarts,
      ...(identity ? { identity } : {}),
      ...(lastEnd ? { lastEnd } : {}),
    };
  }

  start(): void {
    clearTimeout(this.timer);
    if (this.child) return;
    this.backoffMs = firstBackoffMs;
    this.begin();
  }

  /** Asks it to end and waits until it has; past its time it is killed with its children. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.state = "stopped";
    const { child } = this;
    const pid = child?.pid;
    if (!child || pid === undefined) {
      this.surroundings.onChange();
      return;
    }
    const exited = new Promise((resolve) => child.once("exit", resolve));
    signalTo(pid, this.spec.stopSignal ?? "SIGTERM");
    const last = setTimeout(() => signalTo(-pid, "SIGKILL"), stopTimeoutMs);
    await exited;
    clearTimeout(last);
  }

  signal(signal: NodeJS.Signals): void {
    if (this.identity) signalTo(this.identity.pid, signal);
  }

  private begin(): void {
    this.state = "running";
    this.startedAt = Date.now();
    const child = launch(this.spec, this.surroundings);
    this.child = child;
    this.identity = child.pid === undefined ? undefined : identityOf(child.pid);
    child.once("error", (error) => {
      if (child.pid === undefined) this.ended(error.message);
    });
    child.once("exit", (code, signal) =>
      this.ended(signal ?? `exit ${String(code)}`),
    );
    this.surroundings.onChange();
  }

  private ended(how: string): void {
    // Its children go with it: they would hold its ports.
    if (this.identity) signalTo(-this.identity.pid, "SIGKILL");
    this.child = undefined;
    this.identity = undefined;
    this.lastEnd = how;
    if (this.state === "running") this.startLater();
    this.surroundings.onChange();
  }

  private startLater(): void {
    if (Date.now() - this.startedAt > steadyMs) this.backoffMs = firstBackoffMs;
    this.state = "restarting";
    this.timer = setTimeout(() => {
      this.restarts += 1;
      this.begin();
    }, this.backoffMs);
    this.backoffMs = Math.min(this.backoffMs * 2, longestBackoffMs);
  }
}
