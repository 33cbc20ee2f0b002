import { describe, expect, it } from "@jest/globals";
import { trace } from "@opentelemetry/api";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportTraces, flushTraces } from "../src/traces.js";

describe("the spans of a process that stops", () => {
  it("are sent before it ends, and hold it no longer than their time when nobody takes them", async () => {
    let received = 0;
    const collector = createServer((request) => {
      request.on("data", (chunk: Buffer) => {
        received += chunk.length;
      });
    });
    await new Promise<void>((resolve) =>
      collector.listen(0, "127.0.0.1", resolve),
    );
    const { port } = collector.address() as AddressInfo;
    await exportTraces(`http://127.0.0.1:${port}`, "test");
    trace.getTracer("test").startSpan("last words").end();
    expect(received).toBe(0);
    const startedAt = performance.now();
    await flushTraces();
    expect(received).toBeGreaterThan(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    collector.closeAllConnections();
    collector.close();
  });
});
