import { PROBLEM_MEDIA_TYPE } from "@rentezy/contracts";
import {
  problemHeaders,
  problemOf,
  requestIdOf,
  toProblem,
  type ProblemAnswer,
} from "@rentezy/http";
import {
  continueTrace,
  runInContext,
  traceIdOf,
  type Logger,
} from "@rentezy/telemetry";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gatewayErrors } from "../domain/errors.js";
import { discardBody } from "./body.js";

/** The client went away: there is no one to answer. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";
}

/** One request at the edge and the one answer that it gets. */
export class Exchange {
  readonly requestId: string;
  readonly traceparent: string;
  /** True when `traceparent` continues the client's own trace. */
  readonly continued: boolean;
  /** Where it leads, as a pattern: a label of metrics. */
  route = "other";

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    /** On every answer, as alternating names and values. */
    private readonly standing: readonly string[],
    private readonly logger: Logger,
  ) {
    const { headers } = request;
    const given = headers["traceparent"]?.toString();
    this.requestId = requestIdOf(headers["x-request-id"]?.toString());
    this.traceparent = continueTrace(given);
    this.continued =
      given !== undefined && traceIdOf(given) === traceIdOf(this.traceparent);
  }

  /** Starts the answer. */
  begin(status: number, headers: readonly string[]): void {
    this.response.writeHead(status, [
      "x-request-id",
      this.requestId,
      ...this.standing,
      ...headers,
    ]);
  }

  /** Answers with the problem that stands for `error`, or ends an answer that has begun. */
  fail(error: unknown): void {
    const { response, request } = this;
    if (response.headersSent || error instanceof ClientGone) {
      response.destroy();
      return;
    }
    const problem = toProblem(error, gatewayErrors);
    if (problem.status === 500) this.log("error", error, "request failed");
    this.#answer(problem);
    discardBody(request);
  }

  /** Logs a line that carries the request's id and trace. */
  log(level: "warn" | "error", error: unknown, message: string): void {
    const { requestId, traceparent, route } = this;
    runInContext({ requestId, traceparent }, () =>
      this.logger[level]({ err: error, route }, message),
    );
  }

  #answer(problem: ProblemAnswer): void {
    const body = JSON.stringify(problemOf(problem, this.requestId));
    this.begin(problem.status, [
      "content-type",
      `${PROBLEM_MEDIA_TYPE}; charset=utf-8`,
      "content-length",
      String(Buffer.byteLength(body)),
      "cache-control",
      "no-store",
      ...Object.entries(problemHeaders(problem)).flat(),
    ]);
    this.response.end(body);
  }
}
