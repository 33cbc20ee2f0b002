import { describe, expect, it } from "@jest/globals";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { connectSidecar, connectWorkflows } from "../src/index.js";

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
