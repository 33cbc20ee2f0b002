import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { make } from "./edits.js";

const edits = [
  { file: "a.ts", find: "one", replace: "two" },
  { file: "b.ts", find: "three", replace: "four" },
  { file: "a.ts", find: "two", replace: "five" },
];

describe("edits", () => {
  let folder: string;
  const texts = () =>
    Promise.all(
      ["a.ts", "b.ts"].map((file) => readFile(join(folder, file), "utf8")),
    );

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rentezy-edits-"));
    await writeFile(join(folder, "a.ts"), "one\n");
    await writeFile(join(folder, "b.ts"), "three\n");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("are made together and taken back together", async () => {
    const takeBack = await make(folder, edits);
    expect(await texts()).toEqual(["five\n", "four\n"]);
    await takeBack();
    expect(await texts()).toEqual(["one\n", "three\n"]);
  });

  it("leave nothing changed when one of them cannot be written", async () => {
    const full = async (file: string, text: string) => {
      // As a disk does that has no room: the old text is gone and the new one not there.
      if (text === "four\n") {
        await writeFile(file, "");
        throw new Error("no space left");
      }
      await writeFile(file, text);
    };
    await expect(make(folder, edits, full)).rejects.toThrow("no space left");
    expect(await texts()).toEqual(["one\n", "three\n"]);
  });

  it("leave nothing changed when one of them finds no place", async () => {
    const lost = { file: "b.ts", find: "nowhere", replace: "" };
    await expect(make(folder, [...edits, lost])).rejects.toThrow("no place");
    expect(await texts()).toEqual(["one\n", "three\n"]);
  });
});
