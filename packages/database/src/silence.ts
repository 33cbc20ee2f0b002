import type { ClientBase, Client } from "pg";

/**
 * How long a server may leave a statement unanswered, in milliseconds. Longer than the statement's own
 * time-out, which a living server keeps: this one is for a server, or a network, that says nothing at all.
 */
export const LONGEST_SILENCE_MS = 15_000;

/** What pg says when `query_timeout` is over; it gives the error no code. */
const isSilence = (error: unknown): boolean =>
  error instanceof Error && error.message === "Query read timeout";

/**
 * Cuts a connection when a statement on it gets no answer in time. pg only gives the statement up: the
 * pool would hand the connection out again, and all that comes after would wait behind it in vain.
 */
export function cutWhenSilent(connected: ClientBase): void {
  // Pools type their clients by what they share with native ones; ours have an end.
  const client = connected as ClientBase & Pick<Client, "end">;
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  client.query = ((...given: unknown[]) => {
    const answer = query(...given);
    if (answer instanceof Promise)
      answer.catch((error: unknown) => {
        // With a statement under way this closes the socket without a farewell.
        if (isSilence(error)) void client.end();
      });
    return answer;
  }) as ClientBase["query"];
}
