import { DomainError } from "@rentezy/contracts";

/** When a refused caller may come again, in seconds. */
const RETRY_AFTER_SECONDS = 5;

export interface TurnstileOptions {
  /** Works that run at once. */
  readonly concurrent: number;
  /** Works that may wait for their turn. */
  readonly waiting: number;
  /** Who waits longer is refused: its client is about to give up, and would leave work for nobody. */
  readonly patienceMs: number;
  /** Clock in milliseconds. */
  readonly now?: () => number;
}

/**
 * Runs a work when its turn comes, in order of arrival.
 *
 * @throws DomainError `AUTH.BUSY` when too many wait already, or the turn comes too late.
 */
export type Turnstile = <Result>(
  work: () => Promise<Result>,
) => Promise<Result>;

interface Waiting {
  readonly since: number;
  readonly admit: () => void;
  readonly refuse: (error: DomainError) => void;
}

const busy = () =>
  new DomainError(
    "AUTH.BUSY",
    "Try again in a few seconds.",
    RETRY_AFTER_SECONDS,
  );

/**
 * Bounds how much runs at once, and how much waits: each password hash takes 19 MiB for as long
 * as it runs, and a flood of sign-ins must not become a flood of memory.
 */
export function createTurnstile(options: TurnstileOptions): Turnstile {
  const { concurrent, waiting, patienceMs, now = Date.now } = options;
  const queue: Waiting[] = [];
  let running = 0;
  const leave = () => {
    let next = queue.shift();
    while (next && now() - next.since > patienceMs) {
      next.refuse(busy());
      next = queue.shift();
    }
    if (next) next.admit();
    else running -= 1;
  };
  const enter = () => {
    if (running < concurrent) {
      running += 1;
      return Promise.resolve();
    }
    if (queue.length >= waiting) throw busy();
    return new Promise<void>((admit, refuse) => {
      queue.push({ since: now(), admit, refuse });
    });
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
