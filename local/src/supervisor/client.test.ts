import { expect, it } from "@jest/globals";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { listProcesses } from "./client.js";
import { socketOf } from "./protocol.js";

it("gives up on a supervisor that takes connections and says nothing, as one that is paused", async () => {
  const stackDir = await mkdtemp(join(tmpdir(), "rentezy-client-"));
  const socket = socketOf(stackDir);
  await mkdir(dirname(socket), { recursive: true });
  const paused = createServer().listen(socket);
  await once(paused, "listening");
  try {
    expect(await listProcesses(stackDir, 100)).toBeUndefined();
  } finally {
    paused.close();
    await rm(stackDir, { recursive: true });
  }
});
