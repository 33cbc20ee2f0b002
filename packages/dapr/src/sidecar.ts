import { DependencyAway } from "@rentezy/contracts";
import { currentContext } from "@rentezy/telemetry";
import { Agent, request, type Dispatcher } from "undici";

/** How an app reaches its own sidecar. */
export interface SidecarAddress {
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Sent as `dapr-api-token`: the sidecar serves only its own app. */
  readonly apiToken: string;
}

export interface SidecarRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path of the Dapr API with its query, for example `/v1.0/state/sessions`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** For all of it: the wait for a free connection, the answer, its body. */
  readonly timeoutMs?: number;
}

export interface SidecarReply {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData["headers"];
  /** The body as text; empty when there is none. */
  readonly text: string;
}

/** The HTTP API of the app's own sidecar, with kept-alive connections. */
export interface Sidecar {
  readonly address: SidecarAddress;
  /** Sends one request; throws DependencyAway when the sidecar does not answer in time. */
  readonly send: (request: SidecarRequest) => Promise<SidecarReply>;
  readonly close: () => Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Requests under way at once; the next ones wait for a connection, within their own time. */
const CONNECTIONS = 64;

/** What a caller hears at its deadline: undici tells a request that waits for a connection nothing. */
function atAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), {
      once: true,
    });
  });
}

/**
 * Opens the connection pool to the app's own sidecar. One deadline covers a request from the call to the
 * last byte: time-outs for headers and body would begin only when a connection is free, and begin anew
 * with every piece of the body.
 */
export function connectSidecar(address: SidecarAddress): Sidecar {
  const agent = new Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const origin = `http://127.0.0.1:${address.httpPort}`;
  const exchange = async (
    { method, path, body, headers }: SidecarRequest,
    signal: AbortSignal,
  ): Promise<SidecarReply> => {
    const context = currentContext();
    const reply = await request(`${origin}${path}`, {
      method,
      dispatcher: agent,
      signal,
      headers: {
        "dapr-api-token": address.apiToken,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(context && {
          traceparent: context.traceparent,
          "x-request-id": context.requestId,
        }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return {
      status: reply.statusCode,
      headers: reply.headers,
      text: await reply.body.text(),
    };
  };
  return {
    address,
    send: (asked) => {
      const signal = AbortSignal.timeout(asked.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      return Promise.race([exchange(asked, signal), atAbort(signal)]).catch(
        (cause: unknown) => {
          const reason = `the sidecar did not answer: ${String(cause)}`;
          throw new DependencyAway(reason, { cause });
        },
      );
    },
    close: () => agent.close(),
  };
}
