/** Processor time and memory of processes, from /proc: Linux only. */
import { readdir, readFile } from "node:fs/promises";

/** One row of the process table. Times in ticks of 10 ms, those of ended and awaited children apart. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly own: number;
  readonly ofEndedChildren: number;
}

/** Linux counts processor time for programs in hundredths of a second, whatever its kernel does inside. */
export const TICK_US = 10_000;

/** Reads /proc/PID/stat; the name in parentheses may hold spaces and parentheses. */
export function processRow(stat: string): ProcessRow {
  const pid = Number.parseInt(stat, 10);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // proc(5) counts from 1, and the state, which is the first here, is its third.
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    pid,
    parent: field(4),
    own: field(14) + field(15),
    ofEndedChildren: field(16) + field(17),
  };
}

/** Processor time of a process and of all that come from it, in microseconds; undefined when it is not there. */
export function treeTimeUs(
  rows: readonly ProcessRow[],
  root: number,
): number | undefined {
  const top = rows.find(({ pid }) => pid === root);
  if (!top) return undefined;
  const timeOf = (row: ProcessRow): number =>
    rows
      .filter(({ parent }) => parent === row.pid)
      .reduce(
        (sum, child) => sum + timeOf(child),
        row.own + row.ofEndedChildren,
      );
  return timeOf(top) * TICK_US;
}

const readProc = (path: string): Promise<string | undefined> =>
  readFile(`/proc/${path}`, "utf8").catch(() => undefined);

/** The process table; undefined where there is no /proc. */
export async function readProcesses(): Promise<ProcessRow[] | undefined> {
  const names = await readdir("/proc").catch(() => undefined);
  if (!names) return undefined;
  const pids = names.filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readProc(`${pid}/stat`)));
  // A process may end between the listing and the reading.
  return stats.flatMap((stat) => (stat ? [processRow(stat)] : []));
}

/** Resident memory of a process in MiB; undefined when it is not there. */
export async function residentMb(pid: number): Promise<number | undefined> {
  const kib = /^VmRSS:\s+(\d+)/m.exec(
    (await readProc(`${pid}/status`)) ?? "",
  )?.[1];
  return kib === undefined ? undefined : Number(kib) / 1024;
}
