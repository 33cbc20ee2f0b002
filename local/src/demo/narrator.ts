import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../progress.js";
import type { Answer, Call, CallEdge } from "../client/index.js";

/** What happened is not what the product promises: the demo ends here. */
export class Violation extends UserError {}

const POLL_MS = 150;

/** How long anything may take to come about, in milliseconds. */
const PATIENCE_MS = 60_000;

/** 42 ms, 1.2 s. */
export const duration = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

/** An id's last digits: the first ones are the time, and alike in one demo. */
export const shortId = (id: string): string => `…${id.slice(-6)}`;

/** A path with its ids shortened, so that a line fits a terminal. */
export const shortened = (path: string): string =>
  path.replace(
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
    shortId,
  );

export interface Wait<T> {
  /** What is waited for, as in "waits until …". */
  readonly until: string;
  readonly read: () => Promise<T>;
  readonly holds: (value: T) => boolean;
  readonly tell: (value: T) => string;
}

/** Tells the story: who does what, which calls that takes, what is answered and how long it took. */
export interface Narrator {
  readonly chapter: (title: string) => void;
  readonly say: (line: string) => void;
  /** Does something and prints it with the calls that it makes. */
  readonly act: <T>(
    what: string,
    work: (call: CallEdge) => Promise<T>,
    tell: (result: T) => string,
  ) => Promise<T>;
  /** Waits for a condition and prints what came of it. Throws Violation after a minute. */
  readonly wait: <T>(wait: Wait<T>) => Promise<T>;
}

async function eventually<T>({
  until,
  read,
  holds,
  tell,
}: Wait<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > deadline)
      throw new Violation(
        `waited ${duration(PATIENCE_MS)} until ${until}, and still: ${tell(value)}`,
      );
    await sleep(POLL_MS);
  }
}

/** @param print takes each line as it happens */
export function createNarrator(
  edge: CallEdge,
  print: (line: string) => void,
): Narrator {
  let chapters = 0;
  const calling = async (path: string, call?: Call): Promise<Answer> => {
    const answer = await edge(path, call);
    const made = `${call?.method ?? "GET"} ${shortened(path)}`;
    print(`      ${made} → ${answer.status} in ${duration(answer.ms)}`);
    return answer;
  };
  return {
    chapter: (title) => print(`\n${++chapters}. ${title}`),
    say: (line) => print(`    ${line}`),
    act: async (what, work, tell) => {
      print(`  • ${what}`);
      const result = await work(calling);
      print(`      ${tell(result)}`);
      return result;
    },
    wait: async (wait) => {
      const begun = performance.now();
      const value = await eventually(wait);
      const took = duration(performance.now() - begun);
      print(`  … until ${wait.until}: ${wait.tell(value)} (${took})`);
      return value;
    },
  };
}
