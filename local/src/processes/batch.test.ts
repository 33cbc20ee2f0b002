import { expect, it } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { batchPrefix } from "./batch.js";

it("is words that start what follows them, whatever the system permits", () => {
  const words = [...batchPrefix(), process.execPath, "--print", "6 * 7"];
  const [command = "", ...options] = words;
  const { status, stdout } = spawnSync(command, options, { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "42\n" });
});
