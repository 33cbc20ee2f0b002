import { continueTrace, runInContext, type Metrics } from "@rentezy/telemetry";
import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";

const REQUEST_ID = /^[\w.-]{8,128}$/;

/** The request id that the caller gave, when well-formed, else a new one. */
export function requestIdOf(given: string | undefined): string {
  return given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Gives each request an id and a trace, taken from the caller when well-formed. */
export const requestContext: RequestHandler = (request, response, next) => {
  const requestId = requestIdOf(request.get("x-request-id"));
  response.setHeader("x-request-id", requestId);
  const traceparent = continueTrace(request.get("traceparent"));
  runInContext({ requestId, traceparent }, () => next());
};

/** Times each request under its route pattern (never its path: labels stay bounded). */
export function measured(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const stop = metrics.requestSeconds.startTimer();
    response.once("finish", () => {
      const route = (request.route as { path?: unknown } | undefined)?.path;
      stop({
        method: request.method,
        route: typeof route === "string" ? route : "other",
        status: String(response.statusCode),
      });
    });
    next();
  };
}
