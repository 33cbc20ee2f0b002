import { PROBLEM_MEDIA_TYPE } from "@rentezy/contracts";
import { problemOf, type ListenOptions } from "@rentezy/http";
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Config } from "../config.js";
import type { GatewayErrorCode } from "../domain/errors.js";
import { gatewayProblem } from "./problem.js";

/** How often the time-outs of requests are looked at; Node's 30 s would let them last twice as long. */
const CHECK_INTERVAL_MS = 1_000;

/** Longer than load balancers keep idle connections (60 s), so that they never meet one just closed. */
const KEEP_ALIVE_MS = 75_000;

/** A connection on which nothing moves is a client that reads or writes nothing. */
const SILENCE_MS = 60_000;

/** Clients that are at work ask again within this; a client that asks later opens another connection. */
const LINGER_MS = 1_000;

/** How the server takes requests, so that slow and oversized ones end by themselves. */
export function serverOptions(
  config: Pick<
    Config,
    "HEADERS_LIMIT_BYTES" | "HEADERS_TIMEOUT_MS" | "REQUEST_TIMEOUT_MS"
  >,
): ListenOptions {
  return {
    maxHeaderSize: config.HEADERS_LIMIT_BYTES,
    headersTimeout: config.HEADERS_TIMEOUT_MS,
    requestTimeout: config.REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: Math.min(
      CHECK_INTERVAL_MS,
      config.HEADERS_TIMEOUT_MS,
    ),
    keepAliveTimeout: KEEP_ALIVE_MS,
    lingerMs: LINGER_MS,
  };
}

/** What Node says of a request that it could not read. */
const REFUSED_BY_NODE: Readonly<Record<string, GatewayErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "REQUEST.TIMEOUT",
  HPE_HEADER_OVERFLOW: "REQUEST.HEADERS_TOO_LARGE",
};

/** Answers what cannot be read as a request with a problem too, and ends silent and surplus connections. */
export function guardServer(
  server: Server,
  { CONNECTION_LIMIT }: Pick<Config, "CONNECTION_LIMIT">,
): void {
  server.maxConnections = CONNECTION_LIMIT;
  server.setTimeout(SILENCE_MS);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else
      refuse(socket, REFUSED_BY_NODE[error.code ?? ""] ?? "REQUEST.MALFORMED");
  });
}

function refuse(socket: Duplex, code: GatewayErrorCode): void {
  const problem = gatewayProblem(code);
  const body = JSON.stringify(problemOf(problem, undefined));
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      `content-type: ${PROBLEM_MEDIA_TYPE}; charset=utf-8`,
      `content-length: ${Buffer.byteLength(body)}`,
      "connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}
