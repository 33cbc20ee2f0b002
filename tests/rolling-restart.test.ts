import { expect, it } from "@jest/globals";
import { rolling } from "@rentezy/load-tests/rolling";
import { stackDirOf } from "@rentezy/local";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { testStack } from "./support/stack.js";

const stack = await testStack();

it("fails nobody while every service is restarted: at most a 503, which succeeds with the same key", async () => {
  const folder = join(stackDirOf(stack.portBase), "load");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { result, failures } = await rolling.run({
    stack,
    folder,
    say: console.log,
    asked: { rate: 8, seconds: 90 },
  });
  expect(failures).toEqual([]);
  // What has an address is an app or a sidecar, but for the emulator of Stripe.
  const all = Object.keys(stack.urls).filter((name) => name !== "stripe");
  expect(result).toMatchObject({
    errors: 0,
    invariants: "held",
    restarts: Object.fromEntries(all.map((name) => [name, expect.any(Number)])),
  });
}, 600_000);
