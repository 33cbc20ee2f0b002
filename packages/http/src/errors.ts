import {
  DependencyAway,
  DomainError,
  type ErrorTable,
} from "@rentezy/contracts";
import type { Logger } from "@rentezy/telemetry";
import type { ErrorRequestHandler } from "express";
import { HttpProblem, sendProblem, type ProblemAnswer } from "./problem.js";

/** What body parsing and routing of Express refuse, by the `type` of their error. */
const REFUSED_BY_EXPRESS: Readonly<
  Record<string, readonly [number, string, string]>
> = {
  "entity.parse.failed": [
    400,
    "REQUEST.MALFORMED_JSON",
    "The body is not valid JSON",
  ],
  "entity.too.large": [413, "REQUEST.TOO_LARGE", "The body is too large"],
  "encoding.unsupported": [
    415,
    "REQUEST.UNSUPPORTED_ENCODING",
    "The encoding is not supported",
  ],
  "charset.unsupported": [
    415,
    "REQUEST.UNSUPPORTED_CHARSET",
    "The charset is not supported",
  ],
  "request.size.invalid": [
    400,
    "REQUEST.INCOMPLETE",
    "The body is shorter than it claims",
  ],
  "request.aborted": [400, "REQUEST.ABORTED", "The request was aborted"],
};

/** What body parsing refuses without a `type`: bytes that do not unpack, for example. */
function isRefusedBody(error: unknown): boolean {
  return (
    error instanceof Error &&
    "expose" in error &&
    error.expose === true &&
    "statusCode" in error &&
    error.statusCode === 400
  );
}

const answer = (
  status: number,
  code: string,
  title: string,
  options: ProblemAnswer["options"] = {},
): ProblemAnswer => ({ status, code, title, options });

/** Soon, but not at once: what is away comes back in seconds, what is busy needs a moment. */
const UNAVAILABLE: ProblemAnswer = answer(
  503,
  "SERVICE.UNAVAILABLE",
  "The service cannot serve this just now",
  {
    detail: "Ask again in a moment; a write with the same Idempotency-Key.",
    headers: { "retry-after": "1" },
  },
);

/** Tells errors that pass by themselves, because something that the service needs is away or busy. */
export type IsUnavailable = (error: unknown) => boolean;

/** Turns anything thrown into what the client may hear of it. */
export function toProblem(
  error: unknown,
  table: ErrorTable,
  isUnavailable: IsUnavailable = () => false,
): ProblemAnswer {
  if (error instanceof HttpProblem) return error;
  if (error instanceof DomainError) {
    const { code, message, retryAfterSeconds } = error;
    const row = table[code];
    if (row)
      return answer(row.status, code, row.title, {
        detail: message,
        ...(retryAfterSeconds !== undefined && {
          headers: { "retry-after": String(retryAfterSeconds) },
        }),
      });
  }
  if (error instanceof URIError)
    return answer(400, "REQUEST.MALFORMED_PATH", "The path is not valid");
  const type =
    error instanceof Error && "type" in error ? String(error.type) : "";
  const refused = REFUSED_BY_EXPRESS[type];
  if (refused) return answer(...refused);
  if (isRefusedBody(error))
    return answer(400, "REQUEST.UNREADABLE", "The body cannot be read");
  if (error instanceof DependencyAway || isUnavailable(error))
    return UNAVAILABLE;
  return answer(500, "INTERNAL", "Something went wrong on our side");
}

/**
 * Answers what an app throws: a stable code to the client, and to the log what somebody may have to mend. What
 * the domain refuses, for there being too much to do even, is for metrics to count.
 */
export function errorHandler(
  table: ErrorTable,
  logger: Logger,
  isUnavailable?: IsUnavailable,
): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = toProblem(error, table, isUnavailable);
    const { method, path } = request;
    if (problem.status === 500)
      logger.error({ err: error, method, path }, "request failed");
    // One line without a stack: every request says it while something is away.
    if (problem === UNAVAILABLE)
      logger.warn({ reason: String(error), method, path }, "request refused");
    sendProblem(response, problem);
  };
}
