import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface TestRequest {
  readonly method?: string;
  readonly token?: string | undefined;
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

/** Sends one request and reads the whole answer, whatever its status; follows no redirect. */
export async function sendRequest(
  url: string,
  { method = "GET", token, body, headers }: TestRequest = {},
): Promise<TestReply> {
  const reply = await fetch(url, {
    method,
    redirect: "manual",
    headers: {
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
    call: (path, request = {}) =>
      sendRequest(`${url}${path}`, {
        ...request,
        headers: { "dapr-api-token": appToken, ...request.headers },
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
