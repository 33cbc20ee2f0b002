import { isDeepStrictEqual } from "node:util";
import { identityOf } from "../processes/identity.js";
import { writeRecords } from "../processes/records.js";
import type { ProcessRecord } from "../processes/records.js";
import type { ProcessSpec } from "../processes/spec.js";
import { manage } from "./managed-process.js";
import type { ManagedProcess } from "./managed-process.js";
import type { Reply, Request } from "./protocol.js";

export interface Supervisor {
  answer(request: Request): Promise<Reply>;
  stopAll(): Promise<void>;
}

/** Applications first, so that they finish their work while their sidecars and engines still answer. */
const stopOrder: readonly ProcessSpec["kind"][] = ["app", "sidecar", "engine"];

function recordOf(process: ManagedProcess): ProcessRecord[] {
  const { spec, identity } = process.status();
  if (!identity) return [];
  return [
    {
      ...identity,
      name: spec.name,
      kind: spec.kind,
      stopSignal: spec.stopSignal ?? "SIGTERM",
    },
  ];
}

/** Owns the processes of one stack and writes down which they are. */
export function createSupervisor(stackDir: string, runDir: string): Supervisor {
  const processes = new Map<string, ManagedProcess>();
  const self = identityOf(process.pid);

  const record = (): void => {
    const own: ProcessRecord[] = self
      ? [
          {
            ...self,
            name: "supervisor",
            kind: "supervisor",
            stopSignal: "SIGTERM",
          },
        ]
      : [];
    writeRecords(runDir, [
      ...own,
      ...[...processes.values()].flatMap(recordOf),
    ]);
  };
  const named = (name: string): ManagedProcess => {
    const found = processes.get(name);
    if (!found)
      throw new Error(
        `no process is named ${name}: ${[...processes.keys()].join(", ")}`,
      );
    return found;
  };
  const ensure = async (spec: ProcessSpec, replace = false): Promise<void> => {
    const known = processes.get(spec.name);
    if (known && !replace && isDeepStrictEqual(known.status().spec, spec))
      return known.start();
    await known?.stop();
    const created = manage(spec, { stackDir, onChange: record });
    processes.set(spec.name, created);
    created.start();
  };
  const stopAll = async (): Promise<void> => {
    for (const kind of stopOrder) {
      const wave = [...processes.values()].filter(
        (one) => one.status().spec.kind === kind,
      );
      await Promise.all(wave.map((one) => one.stop()));
    }
  };
  const act = async (request: Request): Promise<void> => {
    if (request.do === "ensure") await ensure(request.spec, request.replace);
    if (request.do === "start") named(request.name).start();
    if (request.do === "stop") await named(request.name).stop();
    if (request.do === "signal") named(request.name).signal(request.signal);
    if (request.do === "shutdown") await stopAll();
  };

  record();
  return {
    stopAll,
    async answer(request) {
      try {
        await act(request);
        return {
          processes: [...processes.values()].map((one) => one.status()),
        };
      } catch (error) {
        return {
          error: error instanceof Error ? error.message : String(error),
        };
      }
    },
  };
}
