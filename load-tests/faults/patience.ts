import type { Answer, CallEdge } from "@rentezy/local/client";
import { setTimeout as sleep } from "node:timers/promises";

/** How long people try to get one answer before they go away, in milliseconds. */
const PATIENCE_MS = 60_000;

const PAUSE_MS = 500;

/** Says that something is wrong with the server or the way to it, not with what was asked. */
const isPassing = (status: number) => status === 429 || status >= 500;

/**
 * Calls until an answer comes that is about the question: what a good client does while things are broken. Repeating
 * is safe because a booking carries its key, and everything else is the same when done twice.
 * @returns the answer; undefined when it did not come in a minute
 */
export async function patientCall(
  call: CallEdge,
  ...request: Parameters<CallEdge>
): Promise<Answer | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    // A lost answer is what the faults are for.
    const answer = await call(...request).catch(() => undefined);
    if (answer && !isPassing(answer.status)) return answer;
    await sleep(PAUSE_MS);
  }
  return undefined;
}
