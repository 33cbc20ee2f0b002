import { isDeepStrictEqual } from "node:util";
import { identityOf } from "../processes/identity.js";
import { writeRecords } from "../processes/records.js";
import type { ProcessRecord } from "../processes/records.js";
import type { ProcessSpec } from "../processes/spec.js";
import { stackPaths } from "../stack/paths.js";
import { HeldSockets } from "./held-sockets.js";
import { ManagedProcess } from "./managed-process.js";
import type { Reply, Request } from "./protocol.js";

/** Applications first, so that they finish their work while their sidecars and engines still answer. */
const stopOrder: readonly ProcessSpec["kind"][] = ["app", "sidecar", "engine"];

function recordOf(process: ManagedProcess): ProcessRecord[] {
  const { spec, identity } = process.status();
  if (!identity) return [];
  const { name, kind, stopSignal = "SIGTERM" } = spec;
  return [{ ...identity, name, kind, stopSignal }];
}

function ownRecord(): ProcessRecord[] {
  const self = identityOf(process.pid);
  if (!self) return [];
  return [
    { ...self, name: "supervisor", kind: "supervisor", stopSignal: "SIGTERM" },
  ];
}

/** Owns the processes of one stack and writes down which they are. */
export class Supervisor {
  private readonly processes = new Map<string, ManagedProcess>();
  private readonly sockets = new HeldSockets();
  private readonly own = ownRecord();
  /** Nothing starts any more: it would start behind the back of who stops everything. */
  private closing = false;

  constructor(private readonly stackDir: string) {
    this.record();
  }

  /** Does what is asked; every answer tells all processes. */
  async answer(request: Request): Promise<Reply> {
    try {
      await this.act(request);
      const processes = [...this.processes.values()];
      return { processes: processes.map((one) => one.status()) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  async stopAll(): Promise<void> {
    this.closing = true;
    for (const kind of stopOrder) {
      const all = [...this.processes.values()];
      const wave = all.filter((one) => one.spec.kind === kind);
      await Promise.all(wave.map((one) => this.stop(one)));
    }
  }

  /** Stops a process for good: nobody shall wait for it at its socket. */
  private async stop(one: ManagedProcess): Promise<void> {
    const { heldPort } = one.spec;
    if (heldPort !== undefined) this.sockets.release(heldPort);
    await one.stop();
  }

  private async act(request: Request): Promise<void> {
    // Who waits for a process to be ready must hear it too, so even a list is refused.
    if (this.closing && request.do !== "shutdown")
      throw new Error("the stack is being stopped");
    if (request.do === "ensure")
      await this.ensure(request.spec, request.replace);
    if (request.do === "start") this.named(request.name).start();
    if (request.do === "stop") await this.stop(this.named(request.name));
    if (request.do === "signal")
      this.named(request.name).signal(request.signal);
    if (request.do === "shutdown") await this.stopAll();
  }

  private async ensure(spec: ProcessSpec, replace = false): Promise<void> {
    const known = this.processes.get(spec.name);
    if (known && !replace && isDeepStrictEqual(known.spec, spec)) {
      known.start();
      return;
    }
    await known?.stop();
    if (this.closing) return;
    const { stackDir, sockets } = this;
    const onChange = (): void => this.record();
    const created = new ManagedProcess(spec, { stackDir, sockets, onChange });
    this.processes.set(spec.name, created);
    created.start();
  }

  private named(name: string): ManagedProcess {
    const found = this.processes.get(name);
    if (found) return found;
    const names = [...this.processes.keys()].join(", ");
    throw new Error(`no process is named ${name}; there are: ${names}`);
  }

  private record(): void {
    const records = [...this.processes.values()].flatMap(recordOf);
    writeRecords(stackPaths(this.stackDir).run, [...this.own, ...records]);
  }
}
