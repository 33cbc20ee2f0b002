/** What the processes of a stack have written about one booking. */
import { z } from "zod";

/** Something that happened, in words. */
export interface Moment {
  readonly at: number;
  /** Who says so. */
  readonly who: string;
  readonly what: string;
}

/** Services and sidecars write ISO 8601, the emulator milliseconds. */
const entry = z.looseObject({
  time: z.union([z.string(), z.number()]),
  msg: z.string(),
});

/** What every line has, and what the story says anyway. */
const DULL = new Set(
  "level time msg app app_id instance scope type ver pid hostname name bookingId requestId traceId".split(
    " ",
  ),
);

/** Errors are told by their message: a stack trace is no story. */
function told(value: unknown): string {
  const message = z.object({ message: z.string() }).safeParse(value);
  return message.success ? message.data.message : JSON.stringify(value);
}

function momentOf(who: string, line: string): Moment[] {
  const found = entry.safeParse(parsed(line));
  if (!found.success) return [];
  const { time, msg, ...fields } = found.data;
  const details = Object.entries(fields)
    .filter(([name]) => !DULL.has(name))
    .map(([name, value]) => ` ${name}=${told(value)}`);
  return [
    {
      at: new Date(time).getTime(),
      who: `${who} says`,
      what: `${msg}${details.join("")}`,
    },
  ];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** How many lines of one process are told from each end; in between it only repeats itself. */
const FROM_EACH_END = 12;

/** The lines of a process's log that name one of these ids; of very many the first and the last. */
export function momentsIn(
  who: string,
  log: string,
  ids: readonly string[],
): Moment[] {
  const moments = log
    .split("\n")
    .filter((line) => ids.some((id) => line.includes(id)))
    .flatMap((line) => momentOf(who, line));
  const left = moments.length - 2 * FROM_EACH_END;
  if (left <= 0) return moments;
  const first = moments.slice(0, FROM_EACH_END);
  const at = first.at(-1)?.at ?? 0;
  return [
    ...first,
    { at, who: `${who} says`, what: `... ${left} more such lines ...` },
    ...moments.slice(-FROM_EACH_END),
  ];
}
