import { afterAll, beforeEach } from "@jest/globals";
import { createLifecycle, listen } from "@rentezy/http";
import { createLogger, createMetrics } from "@rentezy/telemetry";
import { createTestIdentity, type TestIdentity } from "@rentezy/testkit";
import { connect, type AddressInfo } from "node:net";
import { createApp } from "../src/app.js";
import { parseConfig } from "../src/config.js";
import { guardServer, serverOptions } from "../src/http/server.js";
import { startPeer, type Peer } from "./peer.js";

/** A gateway between a client and two peers in the places of its sidecars. */
export interface TestGateway {
  readonly url: string;
  readonly identity: TestIdentity;
  readonly publicPeer: Peer;
  readonly privatePeer: Peer;
  /** Sends bytes as they are and resolves with all that comes back until the connection ends. */
  readonly raw: (bytes: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Where the engines of the run put Redis. */
export function redisUrl(): string {
  const url = process.env["RENTEZY_TEST_REDIS"];
  if (url === undefined) throw new Error("there is no Redis for this run");
  return url;
}

/** Starts a gateway; `settings` are environment variables that differ from a plain one. */
export async function startGateway(
  settings: Readonly<Record<string, string>> = {},
  peers: { readonly public?: Peer; readonly private?: Peer } = {},
): Promise<TestGateway> {
  const publicPeer = peers.public ?? (await startPeer());
  const privatePeer = peers.private ?? (await startPeer());
  const identity = createTestIdentity();
  const logger = createLogger({ appId: "gateway", level: "silent" });
  const lifecycle = createLifecycle(logger);
  const config = parseConfig({
    APP_ID: "gateway",
    APP_PORT: "1",
    JWT_ISSUER: identity.issuer,
    JWT_AUDIENCE: identity.audience,
    PUBLIC_DAPR_HTTP_PORT: String(publicPeer.port),
    PUBLIC_DAPR_API_TOKEN: "public-sidecar-token",
    DAPR_HTTP_PORT: String(privatePeer.port),
    DAPR_API_TOKEN: "private-sidecar-token",
    REDIS_URL: redisUrl(),
    ...settings,
  });
  const metrics = createMetrics("gateway");
  const server = await listen(
    createApp(config, { logger, metrics, lifecycle }),
    { host: "127.0.0.1", port: 0 },
    lifecycle,
    serverOptions(config),
  );
  guardServer(server, config);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    identity,
    publicPeer,
    privatePeer,
    raw: (bytes) => exchangeBytes(port, bytes),
    close: async () => {
      server.closeAllConnections();
      await lifecycle.close();
      await publicPeer.close();
      await privatePeer.close();
    },
  };
}

/**
 * Starts the gateway of the suite that calls this. Each test finds its peers as new: they have
 * received nothing and say what they receive.
 */
export async function gatewayOfSuite(
  settings?: Readonly<Record<string, string>>,
): Promise<TestGateway> {
  const gateway = await startGateway(settings);
  afterAll(() => gateway.close());
  beforeEach(() => {
    for (const peer of [gateway.publicPeer, gateway.privatePeer]) {
      peer.answer = undefined;
      peer.received.length = 0;
    }
  });
  return gateway;
}

/** Calls and reads the answer as a problem. */
export async function problemAt(
  gateway: TestGateway,
  path: string,
  init?: RequestInit,
) {
  const reply = await fetch(`${gateway.url}${path}`, init);
  const body = (await reply.json()) as Record<string, unknown>;
  return { status: reply.status, headers: reply.headers, body };
}

function exchangeBytes(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString("latin1")));
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
    socket.write(bytes, "latin1");
  });
}
