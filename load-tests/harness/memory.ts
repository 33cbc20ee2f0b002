/** Watches the memory of the stack's processes while something else goes on. */
import type { Stack } from "@rentezy/local";
import { median } from "./middle.js";
import { residentMb } from "./processes.js";
import { rounded } from "./summary.js";

/** One look: name of a process -> which one it was, and its resident memory in MiB. */
export interface Sample {
  /** By performance.now(). */
  readonly atMs: number;
  readonly processes: Readonly<
    Record<string, { readonly pid: number; readonly mb: number }>
  >;
}

/** How a process's memory went from the first window to the last, medians of each. */
export interface Growth {
  readonly startMb: number;
  readonly endMb: number;
  readonly growthPercent: number;
}

/** Looks this often, or oftener where a run is short: a window needs some looks. */
const EVERY_MS = 5_000;
const LOOKS_A_RUN = 50;

async function look(stack: Stack): Promise<Sample> {
  const atMs = performance.now();
  const running = await stack.status();
  const entries = await Promise.all(
    running.map(async ({ spec, identity }) => {
      const mb = identity && (await residentMb(identity.pid));
      return identity && mb !== undefined
        ? [[spec.name, { pid: identity.pid, mb }] as const]
        : [];
    }),
  );
  return { atMs, processes: Object.fromEntries(entries.flat()) };
}

/**
 * Looks again and again until the work is done.
 * @param seconds how long the work takes
 */
export async function watchMemory<Outcome>(
  stack: Stack,
  seconds: number,
  work: () => Promise<Outcome>,
): Promise<{ outcome: Outcome; samples: Sample[] }> {
  const samples: Promise<Sample>[] = [];
  const everyMs = Math.min(EVERY_MS, (1000 * seconds) / LOOKS_A_RUN);
  const timer = setInterval(() => samples.push(look(stack)), everyMs);
  try {
    const outcome = await work();
    return { outcome, samples: await Promise.all(samples) };
  } finally {
    clearInterval(timer);
  }
}

/**
 * The growth of each process between two windows as long as a tenth of the run: the one after a warm-up
 * of a fifth, and the last one. In ten minutes these are the third minute and the last. A process that
 * was started anew, or is not seen in both, is left out.
 * @param begunMs when the run began, by the samples' clock
 */
export function growthOf(
  samples: readonly Sample[],
  seconds: number,
  begunMs: number,
): Record<string, Growth> {
  const between = (from: number, to: number) =>
    samples.filter(({ atMs }) => {
      const share = (atMs - begunMs) / (1000 * seconds);
      return share >= from && share < to;
    });
  const [early, late] = [between(0.2, 0.3), between(0.9, 1)];
  const names = new Set(
    samples.flatMap(({ processes }) => Object.keys(processes)),
  );
  const growth: Record<string, Growth> = {};
  for (const name of names) {
    const seen = (window: readonly Sample[]) =>
      window.flatMap(({ processes }) => processes[name] ?? []);
    const pids = new Set(seen([...early, ...late]).map(({ pid }) => pid));
    const start = median(seen(early).map(({ mb }) => mb));
    const end = median(seen(late).map(({ mb }) => mb));
    if (pids.size !== 1 || start === undefined || end === undefined) continue;
    growth[name] = {
      startMb: rounded(start),
      endMb: rounded(end),
      growthPercent: rounded((100 * (end - start)) / start),
    };
  }
  return growth;
}

/** Memory may grow so much, in percent, and is still flat. */
const FLAT_PERCENT = 10;

const isBooking = (name: string): boolean => /^(sidecar:)?booking\b/.test(name);

/** What is wrong with the memory of booking's processes, in words. */
export function notFlat(
  growth: Readonly<Record<string, Growth>>,
  names: readonly string[],
): string[] {
  return names.filter(isBooking).flatMap((name) => {
    const grown = growth[name];
    if (!grown)
      return [`memory of ${name} was not seen from the warm-up to the end`];
    const { startMb, endMb, growthPercent } = grown;
    return growthPercent > FLAT_PERCENT
      ? [
          `memory of ${name} grew by ${growthPercent} %, from ${startMb} to ${endMb} MiB`,
        ]
      : [];
  });
}

/** The growth as lines for people, the largest process first. */
export function memoryTable(growth: Readonly<Record<string, Growth>>): string {
  return Object.entries(growth)
    .sort(([, one], [, other]) => other.endMb - one.endMb)
    .map(
      ([name, { startMb, endMb, growthPercent }]) =>
        `${name.padEnd(24)} ${String(startMb).padStart(7)} -> ${String(endMb).padStart(7)} MiB ${String(growthPercent).padStart(6)} %`,
    )
    .join("\n");
}
