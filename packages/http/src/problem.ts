import { PROBLEM_MEDIA_TYPE, type Problem } from "@rentezy/contracts";
import { currentContext } from "@rentezy/telemetry";
import type { Response } from "express";

/** What the client hears of an error. */
export interface ProblemAnswer {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly options: {
    readonly detail?: string;
    readonly errors?: Problem["errors"];
    readonly headers?: Readonly<Record<string, string>>;
  };
}

/** An error that is the client's to hear, raised by the doors (the domain raises DomainError). */
export class HttpProblem extends Error implements ProblemAnswer {
  override readonly name = "HttpProblem";

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly options: ProblemAnswer["options"] = {},
  ) {
    super(options.detail ?? title);
  }
}

/**
 * The body that tells `error` to the client. The request's id names this occurrence: behind the
 * edge a service sees other paths than the client does.
 */
export function problemOf(
  error: ProblemAnswer,
  requestId: string | undefined,
): Problem {
  const { detail, errors } = error.options;
  return {
    type: `urn:rentezy:problem:${error.code}`,
    title: error.title,
    status: error.status,
    code: error.code,
    ...(detail !== undefined && { detail }),
    ...(requestId !== undefined && {
      instance: `urn:rentezy:request:${requestId}`,
      requestId,
    }),
    ...(errors !== undefined && { errors }),
  };
}

/** The headers of an answer that tells `error`, beside those of its body. */
export function problemHeaders({
  status,
  code,
  options,
}: ProblemAnswer): Readonly<Record<string, string>> {
  if (status !== 401) return options.headers ?? {};
  // HTTP wants every 401 to name the scheme to come back with; RFC 6750 says how for tokens.
  const challenge =
    code === "AUTH.TOKEN_INVALID" ? 'Bearer error="invalid_token"' : "Bearer";
  return { ...options.headers, "www-authenticate": challenge };
}

/** Answers with RFC 9457 problem+json. */
export function sendProblem(response: Response, error: ProblemAnswer): void {
  const body = problemOf(error, currentContext()?.requestId);
  for (const [name, value] of Object.entries(problemHeaders(error)))
    response.setHeader(name, value);
  response.setHeader("content-type", `${PROBLEM_MEDIA_TYPE}; charset=utf-8`);
  // Express's `send` would negotiate what is settled: refusals are most of what a rush is answered.
  response.status(error.status).end(JSON.stringify(body));
}
