import { setTimeout as delay } from "node:timers/promises";

export interface EventuallyOptions {
  /** Gives up after this long, in milliseconds; by default longer than anything pauses before it tries again. */
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/**
 * Repeats an expectation until it holds: what happens asynchronously is waited for by its
 * condition, never by a fixed time. Fails with the expectation's own last error.
 */
export async function eventually<Result>(
  expectation: () => Promise<Result> | Result,
  { withinMs = 45_000, everyMs = 50 }: EventuallyOptions = {},
): Promise<Result> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
    await delay(everyMs);
  }
}
