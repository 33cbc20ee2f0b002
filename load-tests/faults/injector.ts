/** Lets the faults of a plan happen, and sees to it that each is undone. */
import type { Progress } from "@rentezy/local";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { beginFault } from "./fault-actions.js";
import type { Undo, FaultContext } from "./fault-actions.js";
import { nameOf } from "./kinds.js";
import type { Fault } from "./plan.js";

/** How long a fault may resist being undone: what it needs may be broken by another one. */
const UNDO_MS = 60_000;

const PAUSE_MS = 500;

export interface Injector {
  /** Lets all faults of a plan happen at their times. Throws when one cannot be undone. */
  readonly follow: (plan: readonly Fault[], begunAtMs: number) => Promise<void>;
  /** Kind -> how often it happened so far. */
  readonly happened: () => Readonly<Record<string, number>>;
  /** Undoes what is broken at this moment, and breaks nothing more. */
  readonly stop: () => Promise<void>;
}

async function undo(name: string, undoFault: Undo): Promise<void> {
  const deadline = Date.now() + UNDO_MS;
  for (;;) {
    try {
      await undoFault();
      return;
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`${name} could not be undone`, { cause: error });
    }
    await sleep(PAUSE_MS);
  }
}

/** @param begin begins a fault; replaced by tests */
export function createInjector(
  context: FaultContext,
  say: Progress,
  begin: typeof beginFault = beginFault,
): Injector {
  const happened: Record<string, number> = {};
  const stopping = new AbortController();
  // Each fault of a plan waits for it.
  setMaxListeners(0, stopping.signal);
  let following: Promise<unknown> = Promise.resolve();
  const until = (moment: number) =>
    sleep(Math.max(0, moment - Date.now()), undefined, {
      signal: stopping.signal,
    }).catch(() => undefined);
  const inject = async (fault: Fault, begunAtMs: number) => {
    await until(begunAtMs + fault.beginsMs);
    if (stopping.signal.aborted) return;
    const name = nameOf(fault.kind);
    const undoFault = await begin(context, fault.kind).catch(
      (error: unknown) => {
        // What it needs is broken already.
        say(`${name} did not happen: ${String(error)}`);
      },
    );
    if (!undoFault) return;
    happened[name] = (happened[name] ?? 0) + 1;
    say(name);
    await until(begunAtMs + fault.endsMs);
    await undo(name, undoFault);
  };
  return {
    follow: async (plan, begunAtMs) => {
      following = Promise.all(plan.map((fault) => inject(fault, begunAtMs)));
      await following;
    },
    happened: () => ({ ...happened }),
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
}
