import { QueryFailedError } from "typeorm";

/**
 * What the server says when it is not the statement's fault: the connection is gone (class 08), it was rolled back
 * for another's sake, as in a deadlock (40), there is no room (53), the server is going down or coming up (57P), the
 * statement took too long (57014), or the transaction was left alone for too long (25P03, 25P04).
 */
const STATES = /^(?:08|40|53|57P|57014|25P0[34])/;

/** What Node says of a server that cannot be reached. */
const NETWORK = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * What is said, without a code, when the pool is exhausted, or a connection ends or falls silent: by pg, and by TypeORM
 * of a transaction whose connection ended between two of its statements.
 */
const MESSAGES =
  /^(?:timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|Client was closed and is not queryable|Query runner already released|Database connection provided by a query runner was already released)/;

const causeOf = (error: Error): Error =>
  error instanceof QueryFailedError ? (error.driverError as Error) : error;

/**
 * True when the database was away, or too busy, for what was asked of it. Whether a statement had its
 * effect is then open: whoever asks again has to do it in a way that is safe to repeat.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const cause = causeOf(error);
  const code = "code" in cause ? String(cause.code) : "";
  return STATES.test(code) || NETWORK.has(code) || MESSAGES.test(cause.message);
}
