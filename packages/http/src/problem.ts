import { PROBLEM_MEDIA_TYPE, type Problem } from "@rentezy/contracts";
import { currentContext } from "@rentezy/telemetry";
import type { Response } from "express";

/** An error that is the client's to hear, raised by the doors (the domain raises DomainError). */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly options: {
      readonly detail?: string;
      readonly errors?: Problem["errors"];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(options.detail ?? title);
  }
}

/** The body that tells `error` to the client of the request at `url`. */
export function problemOf(
  error: HttpProblem,
  url: string,
  requestId: string | undefined,
): Problem {
  const { detail, errors } = error.options;
  return {
    type: `urn:rentezy:problem:${error.code}`,
    title: error.title,
    status: error.status,
    code: error.code,
    instance: url.split("?", 1)[0],
    ...(detail !== undefined && { detail }),
    ...(requestId !== undefined && { requestId }),
    ...(errors !== undefined && { errors }),
  };
}

/** Answers with RFC 9457 problem+json. */
export function sendProblem(response: Response, error: HttpProblem): void {
  const body = problemOf(
    error,
    response.req.originalUrl,
    currentContext()?.requestId,
  );
  for (const [name, value] of Object.entries(error.options.headers ?? {}))
    response.setHeader(name, value);
  response
    .status(error.status)
    .type(PROBLEM_MEDIA_TYPE)
    .send(JSON.stringify(body));
}
