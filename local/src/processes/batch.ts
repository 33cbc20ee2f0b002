import { spawnSync } from "node:child_process";

const prefix = ["chrt", "--batch", "0"] as const;

/**
 * What to put before a command so that Linux schedules it, and all that it starts, in batches
 * (SCHED_BATCH): a process that is woken waits until the one at work pauses, instead of cutting it off.
 * A request passes five processes that share few processors; so each does its part in one go. At 800
 * bookings a second on two cores the median p99 of eight pairs of runs was 205 ms with it and 458
 * without. Empty where the system knows no such thing or does not permit it.
 */
export function batchPrefix(): readonly string[] {
  const [command, ...options] = prefix;
  const tried = spawnSync(command, [...options, "true"], { stdio: "ignore" });
  return tried.status === 0 ? prefix : [];
}
