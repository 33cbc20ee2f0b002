import { describe, expect, it } from "@jest/globals";
import { createLogger, createMetrics } from "@rentezy/telemetry";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { connectSidecar, connectWorkflows, runWorker } from "../src/index.js";

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
    let answer: object | undefined = { workflows: { connectedWorkers: 1 } };
    const http = createHttpServer((_request, response) => {
      if (answer) response.end(JSON.stringify(answer));
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
    answer = { workflows: { connectedWorkers: 0 } };
    expect(await shown()).toMatch(/ 0$/);
    answer = { workflows: { connectedWorkers: 1 } };
    expect(await shown()).toMatch(/ 1$/);
    answer = undefined;
    expect(await shown()).toMatch(/ 0$/);
    await worker.stop().catch(() => undefined);
    http.closeAllConnections();
    http.close();
    await sidecar.close();
  });
});
