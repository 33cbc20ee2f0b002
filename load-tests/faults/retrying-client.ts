import type { Answer, CallEdge } from "@rentezy/local/client";
import { setTimeout as sleep } from "node:timers/promises";

/** How long people try to get one answer before they go away, in milliseconds. */
const PATIENCE_MS = 60_000;

const PAUSE_MS = 500;

/** Says that something is wrong with the server or the way to it, not with what was asked. */
const isRetryable = (status: number) => status === 429 || status >= 500;

/** While something is away clients are told so: with 503 and when to come again, or with 504. */
const isExcused = ({ status, headers }: Answer) =>
  status < 500 ||
  status === 504 ||
  (status === 503 && headers.has("retry-after"));

/** Hears of what no client should meet. */
export interface ClientProblems {
  /** An answer that nothing excuses, in words. */
  readonly wrong: (what: string) => void;
  /** A request had no answer within a minute. */
  readonly unanswered: () => void;
}

/** Asks, and asks again; undefined when no answer came in a minute. */
export type Ask = (
  ...request: Parameters<CallEdge>
) => Promise<Answer | undefined>;

/**
 * Calls until an answer comes that is about the question: what a good client does while things are broken. Repeating
 * is safe because a booking carries its key, and everything else is the same when done twice.
 */
export const createRetryingClient =
  (call: CallEdge, problems: ClientProblems): Ask =>
  async (path, request) => {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      // A lost answer is what the faults are for.
      const answer = await call(path, request).catch(() => undefined);
      if (answer && !isExcused(answer))
        problems.wrong(`${path} was answered with ${answer.status}`);
      if (answer && !isRetryable(answer.status)) return answer;
      await sleep(PAUSE_MS);
    }
    problems.unanswered();
    return undefined;
  };
