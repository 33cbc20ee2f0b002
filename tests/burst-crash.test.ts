import { expect, it } from "@jest/globals";
import { crash } from "@rentezy/load-tests/crash";
import { stackDirOf } from "@rentezy/local";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { untilSagasRun } from "./support/sagas.js";
import { testStack } from "./support/stack.js";

const stack = await testStack();

it("loses no booking and makes none twice when booking is killed while 1,000 tenants go for 300 rooms", async () => {
  const folder = join(stackDirOf(stack.portBase), "load");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { result, failures } = await crash.run({
    stack,
    folder,
    say: console.log,
    asked: {},
  });
  expect(failures).toEqual([]);
  expect(result).toMatchObject({
    granted: 300,
    refused: 700,
    errors: 0,
    invariants: "held",
  });
  await untilSagasRun(stack);
}, 900_000);
