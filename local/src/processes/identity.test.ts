import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "@jest/globals";
import { identityOf, isAlive, parseStat } from "./identity.js";

describe("telling a process from a later one with its pid", () => {
  it("reads past a name that looks like fields", () => {
    const before = "17 (a) b) S 1 17 17 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0";
    expect(parseStat(`${before} 4711 1000 200`)).toEqual({
      state: "S",
      started: "4711",
    });
  });

  it("knows this process, and not another start under its pid", () => {
    const self = identityOf(process.pid);
    expect(self).toBeDefined();
    expect(self && isAlive(self)).toBe(true);
    expect(self && isAlive({ ...self, started: "0" })).toBe(false);
  });

  it("holds a process that has ended for dead", async () => {
    const child = spawn("sleep", ["30"]);
    await once(child, "spawn");
    const identity = identityOf(child.pid ?? 0);
    expect(identity && isAlive(identity)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(identity && isAlive(identity)).toBe(false);
  });
});
