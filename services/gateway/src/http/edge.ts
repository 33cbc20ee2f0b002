import type { HttpProblem } from "@rentezy/http";
import type { Logger, Metrics } from "@rentezy/telemetry";
import type {
  IncomingMessage,
  RequestListener,
  ServerResponse,
} from "node:http";
import { corsHeaders, preflightHeaders } from "../domain/cross-origin.js";
import { requestHeaders } from "../domain/request-headers.js";
import {
  METHODS,
  targetOf,
  type Edge,
  type Routes,
  type Target,
} from "../domain/target.js";
import type { AdmitRequest, TooSoon } from "../use-cases/admit-request.js";
import { receiveBody, type Body } from "./body.js";
import type { Client } from "./client.js";
import { ClientGone, Exchange } from "./exchange.js";
import { gatewayProblem } from "./problem.js";
import { Relay } from "./relay.js";
import type { Sidecar } from "./sidecar.js";

export interface EdgeOptions {
  readonly routes: Routes;
  readonly sidecars: Readonly<Partial<Record<Edge, Sidecar>>>;
  readonly admit: AdmitRequest;
  readonly clientOf: (request: IncomingMessage) => Client;
  readonly bodyLimitBytes: number;
  readonly upstreamTimeoutMs: number;
  readonly allowedOrigins: ReadonlySet<string>;
  /** On every answer, as alternating names and values. */
  readonly securityHeaders: readonly string[];
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/**
 * Serves everything below `/api/`: checks the path, counts the caller, and relays to the sidecar of
 * the path's edge. Who may do what, sidecars and services decide. A plain listener rather than
 * Express handlers: every request of the platform passes here, and most need nothing of Express.
 */
export function createEdge(options: EdgeOptions): RequestListener {
  return (request, response) => {
    const { origin } = request.headers;
    if (isPreflight(request)) {
      answerPreflight(options, response, origin);
      return;
    }
    const exchange = new Exchange(
      request,
      response,
      [
        ...options.securityHeaders,
        ...corsHeaders(options.allowedOrigins, origin),
      ],
      options.logger,
    );
    measure(options.metrics, exchange);
    serve(options, exchange).catch((error: unknown) => exchange.fail(error));
  };
}

async function serve(options: EdgeOptions, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const target = targetOf(request.url ?? "", options.routes);
  exchange.route = `/api/${target.edge === "public" ? "public/" : ""}${target.appId}`;
  if (!METHODS.has(request.method ?? "")) throw methodNotAllowed();
  const client = options.clientOf(request);
  const [body, tooSoon] = await Promise.all([
    receiveBody(request, options.bodyLimitBytes),
    options.admit(request.headers.authorization, client.clientAddress),
  ]);
  if (tooSoon) throw rateLimited(tooSoon);
  if (response.destroyed) throw new ClientGone();
  forward(options, exchange, { target, client, body });
}

function forward(
  { sidecars, upstreamTimeoutMs }: EdgeOptions,
  exchange: Exchange,
  { target, client, body }: { target: Target; client: Client; body: Body },
): void {
  const sidecar = sidecars[target.edge];
  if (!sidecar) throw new Error(`there is no sidecar for ${target.edge}`);
  const { request, requestId, traceparent, continued } = exchange;
  const headers = requestHeaders(
    request.headers,
    { requestId, traceparent, continued, ...client },
    sidecar.apiToken,
  );
  const length = request.headers["content-length"];
  if (body !== null && length !== undefined)
    headers.push("content-length", length);
  sidecar.pool.dispatch(
    { path: target.path, method: request.method ?? "GET", headers, body },
    new Relay(exchange, upstreamTimeoutMs),
  );
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === "OPTIONS" &&
    headers.origin !== undefined &&
    headers["access-control-request-method"] !== undefined
  );
}

function answerPreflight(
  { allowedOrigins, securityHeaders }: EdgeOptions,
  response: ServerResponse,
  origin: string | undefined,
): void {
  response.writeHead(204, [
    ...securityHeaders,
    ...preflightHeaders(allowedOrigins, origin),
  ]);
  response.end();
}

function methodNotAllowed(): HttpProblem {
  return gatewayProblem("REQUEST.METHOD_NOT_ALLOWED", {
    headers: { allow: [...METHODS].join(", ") },
  });
}

function rateLimited({ limit, retryAfterMs }: TooSoon): HttpProblem {
  const seconds = String(Math.max(1, Math.ceil(retryAfterMs / 1000)));
  return gatewayProblem("RATE.LIMITED", {
    detail: `Up to ${limit.ratePerSecond} requests a second pass, and ${limit.burst} at once.`,
    headers: {
      "retry-after": seconds,
      "ratelimit-limit": String(limit.burst),
      "ratelimit-remaining": "0",
      "ratelimit-reset": seconds,
      "ratelimit-policy": `${limit.ratePerSecond};w=1;burst=${limit.burst}`,
    },
  });
}

function measure({ requestSeconds }: Metrics, exchange: Exchange): void {
  const startedAt = performance.now();
  const { request, response } = exchange;
  response.once("close", () => {
    const method = request.method ?? "";
    requestSeconds.observe(
      {
        method: METHODS.has(method) ? method : "other",
        route: exchange.route,
        status: response.headersSent ? String(response.statusCode) : "aborted",
      },
      (performance.now() - startedAt) / 1000,
    );
  });
}
