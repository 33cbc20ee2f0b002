import { describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { DependencyAway } from "@rentezy/contracts";
import { connectSidecar, type Sidecar } from "../src/index.js";

/** Lets a test call a sidecar that behaves as it says. */
async function withSidecar(
  behaviour: RequestListener,
  test: (sidecar: Sidecar, requests: () => number) => Promise<void>,
): Promise<void> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    behaviour(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: httpPort } = server.address() as AddressInfo;
  const sidecar = connectSidecar({ httpPort, grpcPort: 1, apiToken: "token" });
  try {
    await test(sidecar, () => requests);
  } finally {
    server.closeAllConnections();
    server.close();
    await sidecar.close();
  }
}

const ask = (sidecar: Sidecar, timeoutMs: number) =>
  sidecar.send({ method: "GET", path: "/v1.0/healthz", timeoutMs });

describe("a call to the own sidecar", () => {
  it("ends in time when the sidecar takes it and never answers", () =>
    withSidecar(
      () => undefined,
      async (sidecar, requests) => {
        await expect(ask(sidecar, 300)).rejects.toThrow(/timeout/i);
        expect(requests()).toBe(1);
      },
    ));

  it("ends in time although every connection is taken by calls without an answer", () =>
    withSidecar(
      () => undefined,
      async (sidecar, requests) => {
        const patient = Array.from({ length: 64 }, () =>
          ask(sidecar, 5_000).catch(() => "given up"),
        );
        await eventually(() => expect(requests()).toBe(64));
        const startedAt = performance.now();
        await expect(ask(sidecar, 300)).rejects.toThrow(/timeout/i);
        expect(performance.now() - startedAt).toBeLessThan(4_000);
        expect(requests()).toBe(64);
        await Promise.all(patient);
      },
    ));

  it.each<[string, RequestListener]>([
    ["never answers", () => undefined],
    ["hangs up", (request) => request.socket.destroy()],
  ])("says that something is away when the sidecar %s", (_, behaviour) =>
    withSidecar(behaviour, async (sidecar) => {
      await expect(ask(sidecar, 300)).rejects.toThrow(DependencyAway);
    }),
  );

  it("ends in time when the answer comes drop by drop", () =>
    withSidecar(
      (_request, response) => {
        const drops = setInterval(() => response.write("."), 50);
        response.once("close", () => clearInterval(drops));
      },
      async (sidecar) => {
        await expect(ask(sidecar, 500)).rejects.toThrow(/timeout/i);
      },
    ));
});
