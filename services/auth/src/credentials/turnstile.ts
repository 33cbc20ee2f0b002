import { DomainError } from "@rentezy/contracts";

/** When a refused caller may come again, in seconds; a full queue empties in about this time. */
const RETRY_AFTER_SECONDS = 5;

export interface TurnstileOptions {
  /** Works that run at once. */
  readonly concurrent: number;
  /** Works that may wait for their turn. */
  readonly waiting: number;
}

/**
 * Runs a work when its turn comes, in order of arrival.
 *
 * @throws DomainError `AUTH.BUSY` when too many wait already.
 */
export type Turnstile = <Result>(
  work: () => Promise<Result>,
) => Promise<Result>;

/**
 * Bounds how much runs at once, and how much waits: each password hash takes 19 MiB for as long
 * as it runs, and a flood of sign-ins must not become a flood of memory.
 */
export function createTurnstile(options: TurnstileOptions): Turnstile {
  const queue: (() => void)[] = [];
  let running = 0;
  const leave = () => {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  };
  const enter = () => {
    if (running < options.concurrent) {
      running += 1;
      return Promise.resolve();
    }
    if (queue.length >= options.waiting) {
      throw new DomainError(
        "AUTH.BUSY",
        "Try again in a few seconds.",
        RETRY_AFTER_SECONDS,
      );
    }
    return new Promise<void>((resolve) => queue.push(resolve));
  };
  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
