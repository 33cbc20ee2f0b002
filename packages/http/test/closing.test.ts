import { describe, expect, it } from "@jest/globals";
import { createLogger } from "@rentezy/telemetry";
import express from "express";
import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { createLifecycle, healthRoutes, listen } from "../src/index.js";

const logger = createLogger({ appId: "test", level: "silent" });
const loopback = { host: "127.0.0.1", port: 0 };

const urlOf = (server: { address: () => unknown }) =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

describe("closing", () => {
  it("goes on when one thing never closes, and when one cannot", async () => {
    const closed: string[] = [];
    const lifecycle = createLifecycle(logger, 100);
    lifecycle.onClose("first opened", () => closed.push("first opened"));
    lifecycle.onClose("stuck", () => new Promise(() => undefined));
    lifecycle.onClose("broken", () => {
      throw new Error("cannot");
    });
    lifecycle.onClose("last opened", () => closed.push("last opened"));
    await lifecycle.close();
    expect(closed).toEqual(["last opened", "first opened"]);
  });

  it("lets a request under way finish, takes no new one, and cuts one that does not end", async () => {
    const app = express();
    let answer = () => undefined as unknown;
    app.get("/slow", (_request, response) => {
      answer = () => response.send("done");
    });
    app.get("/stuck", () => undefined);
    const lifecycle = createLifecycle(logger);
    const url = urlOf(await listen(app, loopback, lifecycle));
    const slow = fetch(`${url}/slow`).then((reply) => reply.text());
    const stuck = fetch(`${url}/stuck`).then(
      () => "answered",
      () => "cut",
    );
    await fetch(`${url}/warm-up`);
    const closing = lifecycle.close();
    await expect(fetch(`${url}/slow`)).rejects.toThrow();
    answer();
    expect(await slow).toBe("done");
    await closing;
    expect(await stuck).toBe("cut");
  });
});

describe("health", () => {
  it("is not ready, and says so soon, when a dependency does not answer", async () => {
    const app = express();
    app.use(healthRoutes({ database: () => new Promise(() => undefined) }));
    const lifecycle = createLifecycle(logger);
    const url = urlOf(await listen(app, loopback, lifecycle));
    const startedAt = performance.now();
    const reply = await fetch(`${url}/readyz`);
    expect(reply.status).toBe(503);
    expect(await reply.json()).toEqual({
      status: "not ready",
      checks: { database: "failing" },
    });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    await lifecycle.close();
  });
});

describe("a request that does not arrive", () => {
  it("is answered 408, and its connection closed", async () => {
    const lifecycle = createLifecycle(logger);
    const server = await listen(express(), loopback, lifecycle);
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => (text += String(chunk)));
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n");
    await once(socket, "close");
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    await lifecycle.close();
  });
});
