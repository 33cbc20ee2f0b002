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
  /** Sends one request; throws when the sidecar does not answer in time. */
  readonly send: (request: SidecarRequest) => Promise<SidecarReply>;
  readonly close: () => Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Opens the connection pool to the app's own sidecar. */
export function connectSidecar(address: SidecarAddress): Sidecar {
  const agent = new Agent({ connections: 64, pipelining: 1 });
  const origin = `http://127.0.0.1:${address.httpPort}`;
  return {
    address,
    send: async ({
      method,
      path,
      body,
      headers,
      timeoutMs = DEFAULT_TIMEOUT_MS,
    }) => {
      const context = currentContext();
      const reply = await request(`${origin}${path}`, {
        method,
        dispatcher: agent,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
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
    },
    close: () => agent.close(),
  };
}
