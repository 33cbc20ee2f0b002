import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isReady } from "../processes/probe.js";
import type { ProcessSpec } from "../processes/spec.js";
import { waitUntil } from "../conditions.js";
import { stackPaths } from "../stack/paths.js";
import { Supervisor } from "./supervisor.js";

/** Says who it is, to whoever connects to the socket that it was started with. */
const program = `
require("node:http")
  .createServer((_request, response) => response.end(process.env.NAME))
  .listen({ fd: 3 });
process.on("SIGTERM", () => process.exit(0));`;

/** A port that nobody has. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("a process with a socket that the supervisor holds", () => {
  let folder: string;
  let port: number;
  let supervisor: Supervisor;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rentezy-held-"));
    const { run, logs } = stackPaths(folder);
    for (const one of [run, logs]) await mkdir(one, { recursive: true });
    port = await freePort();
    supervisor = new Supervisor(folder);
  });
  afterAll(async () => {
    await supervisor.stopAll();
    await rm(folder, { recursive: true });
  });

  const named = (name: string): ProcessSpec => ({
    name: "greeter",
    kind: "app",
    command: process.execPath,
    args: ["-e", program],
    cwd: folder,
    env: { NAME: name },
    ports: [port],
    heldPort: port,
    probe: { kind: "http", url: `http://127.0.0.1:${port}/` },
  });
  const greeting = async (): Promise<string> =>
    (await fetch(`http://127.0.0.1:${port}/`)).text();
  const run = async (spec: ProcessSpec): Promise<void> => {
    await supervisor.answer({ do: "ensure", spec });
    await waitUntil("it", 10_000, () => isReady(spec.probe));
  };

  it("keeps waiting who connects while it is away, and lets the next one answer", async () => {
    await run(named("the first"));
    expect(await greeting()).toBe("the first");
    await supervisor.answer({ do: "ensure", spec: named("the second") });
    // The first has ended, the second has not begun to listen.
    expect(await greeting()).toBe("the second");
    await supervisor.answer({
      do: "signal",
      name: "greeter",
      signal: "SIGKILL",
    });
    await waitUntil("its end", 10_000, async () => {
      const told = await supervisor.answer({ do: "list" });
      return "processes" in told && told.processes[0]?.state === "restarting";
    });
    expect(await greeting()).toBe("the second");
  });

  it("is refused when it is stopped for good, and served again when it is started", async () => {
    await run(named("the third"));
    await supervisor.answer({ do: "stop", name: "greeter" });
    await expect(greeting()).rejects.toThrow("fetch failed");
    await supervisor.answer({ do: "start", name: "greeter" });
    await waitUntil("it", 10_000, () => isReady(named("").probe));
    expect(await greeting()).toBe("the third");
  });

  it("is not started on a port that another has", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const taken = (other.address() as AddressInfo).port;
    const spec = { ...named("late"), name: "late", heldPort: taken };
    const told = await supervisor.answer({ do: "ensure", spec });
    await new Promise((resolve) => other.close(resolve));
    expect(told).toEqual({ error: `port ${taken} is taken` });
  });
});
