import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { withFileLock } from "./lock.js";

describe("a lock file", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rentezy-lock-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("lets one at a time work", async () => {
    const lock = join(folder, "lock");
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await readFile(lock);
      inside -= 1;
    };
    const one = (): Promise<void> => withFileLock(lock, () => undefined, work);
    await Promise.all([one(), one(), one()]);
    expect(most).toBe(1);
  });

  it("is taken over when its holder is gone", async () => {
    const lock = join(folder, "lock");
    await writeFile(lock, JSON.stringify({ pid: process.pid, started: "0" }));
    const worked = await withFileLock(
      lock,
      () => undefined,
      () => Promise.resolve("worked"),
    );
    expect(worked).toBe("worked");
  });
});
