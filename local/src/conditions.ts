import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "./progress.js";

/** What was waited for did not come in time. */
export class TimedOut extends UserError {}

/** Waits until `check` holds, asking every 100 ms. Throws TimedOut after `timeoutMs`, naming `what`. */
export async function waitUntil(
  what: string,
  timeoutMs: number,
  check: () => Promise<boolean>,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    signal?.throwIfAborted();
    if (Date.now() > deadline)
      throw new TimedOut(
        `${what}: not ready after ${Math.round(timeoutMs / 1000)} s`,
      );
    await sleep(100);
  }
}

/** The outcome of `work`, or an error as soon as the signal is given. */
export async function unlessAborted<T>(
  signal: AbortSignal,
  work: Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
