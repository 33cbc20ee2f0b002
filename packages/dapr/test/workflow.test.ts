import { describe, expect, it } from "@jest/globals";
import { createLogger, createMetrics } from "@rentezy/telemetry";
import { eventually } from "@rentezy/testkit";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { connectSidecar, connectWorkflows, runWorker } from "../src/index.js";

/** The part of a sidecar's metadata that tells of workers, as Dapr writes it: it leaves out what is zero. */
const metadataWith = (connectedWorkers: number) =>
  JSON.stringify({
    id: "test",
    ...(connectedWorkers !== 0 && { workflows: { connectedWorkers } }),
  });

/** A sidecar that takes every call and answers none, as one that has just lost its database. */
async function silentSidecar() {
  const server = createServer();
  let calls = 0;
  server.on("stream", () => {
    calls += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: grpcPort } = server.address() as AddressInfo;
  const sidecar = connectSidecar({ httpPort: 1, grpcPort, apiToken: "token" });
  return { sidecar, server, calls: () => calls };
}

describe("the way to the workflow engine", () => {
  it("gives a call up that is never answered", async () => {
    const { sidecar, server, calls } = await silentSidecar();
    const workflows = connectWorkflows(sidecar, 1);
    try {
      await expect(
        workflows.scheduleNewWorkflow("saga", {}, "one"),
      ).rejects.toThrow(/DEADLINE_EXCEEDED/);
      expect(calls()).toBe(1);
    } finally {
      await workflows.stop();
      server.close();
      await sidecar.close();
    }
  });
});

describe("the worker", () => {
  it("shows in the metrics as its sidecar sees it, and as away when the sidecar is silent", async () => {
    let answer: string | undefined = metadataWith(1);
    const http = createHttpServer((_request, response) => {
      if (answer) response.end(answer);
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const { port: httpPort } = http.address() as AddressInfo;
    const sidecar = connectSidecar({
      httpPort,
      grpcPort: 1,
      apiToken: "token",
    });
    const metrics = createMetrics("test");
    const logger = createLogger({ appId: "test", level: "silent" });
    const nothing = { workflows: {}, activities: {} };
    const worker = runWorker({ sidecar, logger, metrics, ...nothing });
    const shown = () =>
      metrics.registry.getSingleMetricAsString("workflow_workers_connected");
    expect(await shown()).toMatch(/ 1$/);
    answer = metadataWith(0);
    expect(await shown()).toMatch(/ 0$/);
    answer = metadataWith(1);
    expect(await shown()).toMatch(/ 1$/);
    answer = undefined;
    expect(await shown()).toMatch(/ 0$/);
    await worker.stop().catch(() => undefined);
    http.closeAllConnections();
    http.close();
    await sidecar.close();
  });
});

/** A gRPC message with nothing in it: not compressed, no bytes. */
const EMPTY_MESSAGE = Buffer.alloc(5);

/** The gRPC side of a sidecar: greets a worker, and keeps its stream open without sending it work. */
function workItemServer() {
  const server = createServer();
  const sessions = new Set<ServerHttp2Session>();
  let connected = 0;
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  server.on("stream", (stream, headers) => {
    stream.on("error", () => undefined);
    stream.on("wantTrailers", () =>
      stream.sendTrailers({ "grpc-status": "0" }),
    );
    stream.respond(
      { ":status": 200, "content-type": "application/grpc" },
      { waitForTrailers: true },
    );
    if (headers[":path"]?.endsWith("/Hello")) stream.end(EMPTY_MESSAGE);
    else connected += 1;
  });
  return {
    server,
    /** Streams that workers have opened. */
    connected: () => connected,
    /** As the end of the process would. */
    drop: () => {
      for (const session of sessions) session.destroy();
    },
  };
}

interface Seen {
  readonly looks: number;
  readonly ends: number;
  /** Streams that workers have opened. */
  readonly connected: number;
}

const portOf = (server: { address: () => unknown }) =>
  (server.address() as AddressInfo).port;

/** How many workers a sidecar counts; undefined when it does not say. A promise lets it answer late. */
type Count = number | undefined;

/** A sidecar with a worker that is looked at all the time, and that counts as many workers as the test says. */
async function watchedSidecar(workers: (seen: Seen) => Count | Promise<Count>) {
  const seen = { looks: 0, ends: 0 };
  const grpc = workItemServer();
  const http = createHttpServer(({ method, url, headers }, response) => {
    if (method === "POST" && url === "/v1.0/shutdown") {
      seen.ends += Number(headers["dapr-force-shutdown"] === "true");
      grpc.drop();
    } else seen.looks += 1;
    const count = workers({ ...seen, connected: grpc.connected() });
    void Promise.resolve(count).then((known) =>
      response.end(known === undefined ? "{}" : metadataWith(known)),
    );
  });
  const servers = [http, grpc.server];
  await Promise.all(
    servers.map((server) => once(server.listen(0, "127.0.0.1"), "listening")),
  );
  const sidecar = connectSidecar({
    httpPort: portOf(http),
    grpcPort: portOf(grpc.server),
    apiToken: "token",
  });
  const worker = runWorker({
    sidecar,
    logger: createLogger({ appId: "test", level: "silent" }),
    metrics: createMetrics("test"),
    workflows: {},
    activities: {},
    watchIntervalMs: 20,
  });
  const stop = async () => {
    await worker.stop();
    http.closeAllConnections();
    grpc.drop();
    for (const server of servers) server.close();
    await sidecar.close();
  };
  return { seen, connected: grpc.connected, stopWorker: worker.stop, stop };
}

describe("the watchdog of the worker", () => {
  it("connects a new worker where the sidecar does not count the old one, and leaves the sidecar alone if that helps", async () => {
    const { seen, connected, stop } = await watchedSidecar(
      ({ connected: streams }) => Math.max(0, streams - 1),
    );
    try {
      await eventually(() => expect(seen.looks).toBeGreaterThan(20));
      expect(connected()).toBe(2);
      expect(seen.ends).toBe(0);
    } finally {
      await stop();
    }
  });

  it("ends a sidecar that has a new worker's stream too and counts no worker, and connects to the next sidecar", async () => {
    const { seen, connected, stop } = await watchedSidecar(({ ends }) => ends);
    try {
      await eventually(() => expect(seen.ends).toBe(1));
      await eventually(() => expect(connected()).toBe(3));
      const { looks } = seen;
      await eventually(() => expect(seen.looks).toBeGreaterThan(looks + 15));
      expect(seen.ends).toBe(1);
    } finally {
      await stop();
    }
  });

  it("gives the next sidecar twice as long when it is no better", async () => {
    const { seen, stop } = await watchedSidecar(() => 0);
    try {
      await eventually(() => expect(seen.ends).toBe(3));
      expect(seen.looks).toBeGreaterThanOrEqual(8 + 16 + 32);
    } finally {
      await stop();
    }
  });

  it("connects no new worker when it is told to stop amid the look that finds one missing", async () => {
    let answer: (count: number) => void = () => undefined;
    const late = new Promise<number>((resolve) => {
      answer = resolve;
    });
    const { seen, connected, stopWorker, stop } = await watchedSidecar(
      ({ looks }) => (looks < 3 ? 0 : late),
    );
    try {
      await eventually(() => expect(seen.looks).toBe(3));
      await eventually(() => expect(connected()).toBe(1));
      // The SDK takes a second to stop: long enough for another worker to connect.
      const stopped = stopWorker();
      answer(0);
      await stopped;
      expect(connected()).toBe(1);
      expect(seen.looks).toBe(3);
    } finally {
      await stop();
    }
  });

  it("leaves a sidecar alone that counts no worker only for some moments", async () => {
    const { seen, stop } = await watchedSidecar(({ looks }) =>
      looks % 8 === 0 ? 1 : 0,
    );
    try {
      await eventually(() => expect(seen.looks).toBeGreaterThan(28));
      expect(seen.ends).toBe(0);
    } finally {
      await stop();
    }
  });

  it("leaves a sidecar alone that does not say how many workers it has", async () => {
    const { seen, connected, stop } = await watchedSidecar(() => undefined);
    try {
      await eventually(() => expect(seen.looks).toBeGreaterThan(20));
      expect(seen.ends).toBe(0);
      expect(connected()).toBe(1);
    } finally {
      await stop();
    }
  });
});
