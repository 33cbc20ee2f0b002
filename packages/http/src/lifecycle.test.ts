import { afterEach, describe, expect, it } from "@jest/globals";
import { createLogger } from "@rentezy/telemetry";
import { Agent, get } from "node:http";
import type { AddressInfo } from "node:net";
import { createLifecycle, listen } from "./lifecycle.js";

describe("a server that closes", () => {
  const logger = createLogger({ appId: "test", level: "silent" });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  afterEach(() => agent.destroy());

  async function serve(lingerMs: number) {
    const lifecycle = createLifecycle(logger);
    const server = await listen(
      (_request, response) => response.end("here"),
      { host: "127.0.0.1", port: 0 },
      lifecycle,
      { lingerMs },
    );
    const { port } = server.address() as AddressInfo;
    /** What is said of the connection, and whether it was one that was kept. */
    const call = () =>
      new Promise<{ connection?: string; kept: boolean }>((resolve, reject) => {
        const asking = get({ host: "127.0.0.1", port, agent }, (answer) => {
          const { connection = "" } = answer.headers;
          const kept = asking.reusedSocket;
          answer.resume().once("end", () => resolve({ connection, kept }));
        });
        asking.once("error", reject);
      });
    return { call, close: lifecycle.close };
  }

  it("answers what still comes on a kept connection, ends that one, and takes no other", async () => {
    const { call, close } = await serve(5_000);
    expect(await call()).toEqual({ connection: "keep-alive", kept: false });
    const closing = close();
    expect(await call()).toEqual({ connection: "close", kept: true });
    await expect(call()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await closing;
  });

  it("ends a kept connection on which nothing comes any more", async () => {
    const { call, close } = await serve(50);
    expect(await call()).toMatchObject({ connection: "keep-alive" });
    await close();
  });
});
