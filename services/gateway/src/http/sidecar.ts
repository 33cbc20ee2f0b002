import type { z } from "zod";
import { Pool } from "undici";

/** The HTTP API of one of the gateway's sidecars, over connections that are kept. */
export interface Sidecar {
  readonly pool: Pool;
  /** Sent as `dapr-api-token`: a sidecar serves its own app only. */
  readonly apiToken: string;
  /** Reads JSON at a path; rejects when the status is not 200 or the body is not of the schema. */
  readonly read: <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
  ) => Promise<z.infer<Schema>>;
  /** Resolves when the sidecar can serve, else rejects. */
  readonly checkReady: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface SidecarOptions {
  readonly port: number;
  readonly apiToken: string;
  readonly connections: number;
  /** The longest silence within an answer, in milliseconds. */
  readonly silenceMs: number;
}

const CONNECT_TIMEOUT_MS = 2_000;

/** For what the gateway itself asks, in milliseconds. */
const READ_TIMEOUT_MS = 2_000;

/** The sidecar closes no idle connection: the fewer are opened, the better. */
const KEEP_ALIVE_MS = 60_000;

/** Opens the pool of connections to one sidecar. */
export function openSidecar(options: SidecarOptions): Sidecar {
  const { apiToken } = options;
  const pool = new Pool(`http://127.0.0.1:${options.port}`, {
    connections: options.connections,
    pipelining: 1,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: 0,
    bodyTimeout: options.silenceMs,
  });
  const ask = (path: string) =>
    pool.request({
      path,
      method: "GET",
      headers: { "dapr-api-token": apiToken },
      signal: AbortSignal.timeout(READ_TIMEOUT_MS),
    });
  return {
    pool,
    apiToken,
    read: async (path, schema) => {
      const { statusCode, body } = await ask(path);
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}`);
      return schema.parse(JSON.parse(text));
    },
    checkReady: async () => {
      const { statusCode, body } = await ask("/v1.0/healthz/outbound");
      await body.dump();
      // The bearer middleware stands before the sidecar's health too: its refusal is an answer.
      if (statusCode >= 300 && statusCode !== 401)
        throw new Error(`the sidecar answered ${statusCode}`);
    },
    close: () => pool.close(),
  };
}
