import { readFileSync } from "node:fs";
import { inColumns } from "../columns.js";
import { isReady } from "../processes/probe.js";
import { UserError } from "../progress.js";
import { stackDirOf } from "../stack/paths.js";
import { listProcesses } from "../supervisor/client.js";
import type { ProcessStatus } from "../supervisor/managed-process.js";
import { readArguments } from "./arguments.js";
import type { Command } from "./arguments.js";

const usage = `npm run status [-- --port-base N]
  Exits 0 when everything that should run is ready, 1 otherwise.`;

function memoryOf(pid: number): string {
  try {
    const kib = /^VmRSS:\s+(\d+)/m.exec(
      readFileSync(`/proc/${pid}/status`, "utf8"),
    )?.[1];
    return kib ? `${Math.round(Number(kib) / 1024)} MiB` : "-";
  } catch {
    return "-";
  }
}

async function stateOf(process: ProcessStatus): Promise<string> {
  if (process.state !== "running") return process.state;
  return (await isReady(process.spec.probe)) ? "ready" : "not ready";
}

async function rowOf(process: ProcessStatus): Promise<string[]> {
  const { spec, identity, restarts, lastEnd } = process;
  return [
    spec.name,
    identity ? String(identity.pid) : "-",
    await stateOf(process),
    String(restarts),
    identity ? memoryOf(identity.pid) : "-",
    spec.ports.join(" "),
    lastEnd ?? "",
  ];
}

async function status(args: readonly string[]): Promise<void> {
  const { portBase } = readArguments(args);
  const processes = await listProcesses(stackDirOf(portBase));
  if (!processes) throw new UserError(`no stack runs on port ${portBase}`);
  const head = [
    "NAME",
    "PID",
    "STATE",
    "RESTARTS",
    "MEMORY",
    "PORTS",
    "LAST END",
  ];
  const rows = await Promise.all(processes.map(rowOf));
  for (const cells of inColumns([head, ...rows]))
    console.log(cells.join("  ").trimEnd());
  if (rows.some(([, , state]) => state !== "ready" && state !== "stopped"))
    process.exitCode = 1;
}

export const statusCommand: Command = { usage, run: status };
