/** What each hop costs: processor time of every process of the stack, shared out among the requests. */
import type { Stack } from "@rentezy/local";
import { readProcesses, TICK_US, treeTimeUs } from "./processes.js";

/** Name of a process -> microseconds of processor time a request. */
export type Costs = Readonly<Record<string, number>>;

/** Name -> which process it was, and the processor time it had used by then, in microseconds. */
export type Meter = Readonly<
  Record<string, { readonly pid: number; readonly us: number }>
>;

/** Reads the meter of every process, with the children of this one as `k6`; undefined where there is no /proc. */
export async function readMeter(stack: Stack): Promise<Meter | undefined> {
  const [rows, processes] = await Promise.all([
    readProcesses(),
    stack.status(),
  ]);
  if (!rows) return undefined;
  const meter: Record<string, { pid: number; us: number }> = {};
  for (const { spec, identity } of processes) {
    if (!identity) continue;
    const us = treeTimeUs(rows, identity.pid);
    if (us !== undefined) meter[spec.name] = { pid: identity.pid, us };
  }
  // k6 has ended when this is read: its time is among that of the harness's ended children.
  const own = rows.find(({ pid }) => pid === process.pid);
  const us = (own?.ofEndedChildren ?? 0) * TICK_US;
  return { ...meter, k6: { pid: process.pid, us } };
}

/** The costs between two readings, dearest first. What was started anew in between is left out. */
export function costsBetween(
  before: Meter,
  after: Meter,
  requests: number,
): Costs {
  const costs = Object.entries(after).flatMap(([name, { pid, us }]) => {
    const earlier = before[name];
    return earlier?.pid === pid && requests > 0
      ? [[name, Math.round((us - earlier.us) / requests)] as const]
      : [];
  });
  return Object.fromEntries(
    costs.sort(([, one], [, other]) => other - one).filter(([, us]) => us > 0),
  );
}

/** The costs as lines for people. */
export function costsTable(costs: Costs): string {
  const rows = Object.entries(costs);
  const total = rows.reduce((sum, [, us]) => sum + us, 0);
  return [...rows, ["all of it", total] as const]
    .map(([name, us]) => `${name.padEnd(24)} ${String(us).padStart(6)} µs`)
    .join("\n");
}
