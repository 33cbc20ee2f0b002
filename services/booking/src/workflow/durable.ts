import type { Task, WorkflowContext } from "@dapr/dapr";

/**
 * A step of a workflow: what its body yields is durable. The SDK runs async generators only (its
 * types also let plain ones through, which would end at once having done nothing).
 */
export type Step<Result> = AsyncGenerator<Task<unknown>, Result, unknown>;

const SECOND_MS = 1_000;

/** Waits grow 1, 2, 4 … up to this many seconds. */
const LONGEST_WAIT_SECONDS = 30;

/** The wait before another attempt, in seconds, when `attempt` (from 0) has come to nothing. */
export const backoffSeconds = (attempt: number) =>
  Math.min(2 ** Math.min(attempt, 10), LONGEST_WAIT_SECONDS);

/** A moment so many seconds from the workflow's own clock. */
export const inSeconds = (context: WorkflowContext, seconds: number) =>
  new Date(context.getCurrentUtcDateTime().getTime() + seconds * SECOND_MS);

/**
 * Runs an activity until it succeeds, with a growing wait between attempts: the SDK has no retry
 * policies, and giving up would leave a booking half-done. `giveUpAt` ends the attempts early.
 *
 * @returns what the activity answered, or undefined when `giveUpAt` has come.
 */
export async function* untilDone<Result>(
  context: WorkflowContext,
  activity: string,
  input: object,
  giveUpAt?: Date,
): Step<Result | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return (yield context.callActivity(activity, input)) as Result;
    } catch {
      // The activity has logged why; here only the waiting is decided.
    }
    const next = inSeconds(context, backoffSeconds(attempt));
    if (giveUpAt && next >= giveUpAt) return undefined;
    yield context.createTimer(next);
  }
}
