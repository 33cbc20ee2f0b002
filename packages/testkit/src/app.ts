import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface TestRequest {
  readonly method?: string;
  readonly token?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body parsed as JSON; throws when it is not. */
  readonly json: <Body = Record<string, unknown>>() => Body;
}

/** An app that listens on a free loopback port for the length of a suite. */
export interface TestApp {
  readonly url: string;
  readonly call: (path: string, request?: TestRequest) => Promise<TestReply>;
  readonly close: () => Promise<void>;
}

/**
 * Serves an app. Calls carry `dapr-api-token` as the app's own sidecar would send it, unless the
 * headers given say otherwise.
 */
export async function startTestApp(
  app: RequestListener,
  appToken: string,
): Promise<TestApp> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    call: async (path, { method = "GET", token, body, headers } = {}) => {
      const reply = await fetch(`${url}${path}`, {
        method,
        redirect: "manual",
        headers: {
          "dapr-api-token": appToken,
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await reply.text();
      return {
        status: reply.status,
        headers: reply.headers,
        text,
        json: <Body>() => JSON.parse(text) as Body,
      };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
