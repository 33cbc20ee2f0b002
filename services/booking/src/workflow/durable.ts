import type { Task, WorkflowContext } from "@dapr/dapr";

/**
 * A step of a workflow: what its body yields is durable. The SDK runs async generators only (its
 * types also let plain ones through, which would end at once having done nothing).
 */
export type Step<Result> = AsyncGenerator<Task<unknown>, Result, unknown>;

const SECOND_MS = 1_000;

/** Waits grow 1, 2, 4 … up to this many seconds, so that a short outage is over soon after it is over. */
const LONGEST_WAIT_SECONDS = 20;

/** What has failed for long waits for this part of its age ... */
const PART_OF_AGE = 1 / 20;

/** ... but never longer than this, in seconds: an hour's wait adds two dozen attempts a day to a history. */
const LONGEST_WAIT_OF_OLD_SECONDS = 3_600;

/**
 * The wait before another attempt, in seconds.
 *
 * @param attempt how many came to nothing in a row, from 0.
 * @param ageSeconds since when this has been tried; counts from seven minutes on.
 */
export function pauseSeconds(attempt: number, ageSeconds: number): number {
  const young = Math.min(2 ** Math.min(attempt, 10), LONGEST_WAIT_SECONDS);
  const share = Math.floor(ageSeconds * PART_OF_AGE);
  return Math.max(young, Math.min(share, LONGEST_WAIT_OF_OLD_SECONDS));
}

/** A moment so many seconds from the workflow's own clock. */
export const inSeconds = (context: WorkflowContext, seconds: number) =>
  new Date(context.getCurrentUtcDateTime().getTime() + seconds * SECOND_MS);

/** The moment of the next attempt at what has been tried since `since`. */
export function nextAttempt(
  context: WorkflowContext,
  attempt: number,
  since: Date,
): Date {
  const now = context.getCurrentUtcDateTime().getTime();
  const age = (now - since.getTime()) / SECOND_MS;
  return inSeconds(context, pauseSeconds(attempt, age));
}

/**
 * Runs an activity until it succeeds, with a growing wait between attempts: the SDK has no retry
 * policies, and giving up would leave a booking half-done.
 *
 * @param giveUpAt ends the attempts early.
 * @param since when this was first tried, if that was before now.
 * @returns what the activity answered, or undefined when `giveUpAt` has come.
 */
export async function* untilDone<Result>(
  context: WorkflowContext,
  activity: string,
  input: object,
  {
    giveUpAt,
    since = context.getCurrentUtcDateTime(),
  }: { readonly giveUpAt?: Date; readonly since?: Date } = {},
): Step<Result | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return (yield context.callActivity(activity, input)) as Result;
    } catch {
      // The activity has logged why; here only the waiting is decided.
    }
    const next = nextAttempt(context, attempt, since);
    if (giveUpAt && next >= giveUpAt) return undefined;
    yield context.createTimer(next);
  }
}
