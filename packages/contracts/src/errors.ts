/**
 * A refusal that the domain expects and that clients may rely on.
 *
 * `code` is stable (`BOOKING.SOLD_OUT`): programs branch on it, so it never changes meaning. The
 * message is for people and may change. Services map codes to HTTP statuses and event verdicts in
 * one table each.
 */
export class DomainError extends Error {
  override readonly name = "DomainError";

  constructor(
    readonly code: string,
    message: string,
    /** When the same may be tried again, in seconds; HTTP says it as Retry-After. */
    readonly retryAfterSeconds?: number,
  ) {
    const { stackTraceLimit } = Error;
    // A refusal is an answer, not a fault: nobody reads where it came from, and writing that down takes
    // as long as reading the request.
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Something that a service needs did not do its part: a store behind the sidecar, for example. Nobody's
 * request is to blame; asking again later is right.
 */
export class DependencyAway extends Error {
  override readonly name = "DependencyAway";
}

/** What a subscription answers to its sidecar: done, try again, or give up to the dead letters. */
export type Verdict = "SUCCESS" | "RETRY" | "DROP";

/** How one code is answered: over HTTP by status and title, to an event by verdict. */
export interface ErrorAnswer {
  readonly status: number;
  readonly title: string;
  /** Defaults to SUCCESS: the domain has decided, repeating the event changes nothing. */
  readonly verdict?: Verdict;
}

/** The one table of a service from its domain's codes to their answers. */
export type ErrorTable = Readonly<Record<string, ErrorAnswer>>;
