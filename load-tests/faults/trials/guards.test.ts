import { describe, expect, it } from "@jest/globals";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { edited } from "./edits.js";
import { guards } from "./guards.js";
import { readTrialRun } from "./trial-run.js";

const sourceOf = (file: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), "utf8");

describe("the guards", () => {
  it.each(guards)("stand where they are removed: $name", async ({ edits }) => {
    for (const edit of edits) {
      const text = await sourceOf(edit.file);
      expect(edited(text, edit)).not.toBe(text);
    }
  });

  it.each(guards)(
    "are tried by what people can do: $name",
    ({ behaviours }) => {
      const read = readTrialRun(behaviours)?.behaviours ?? [];
      expect([...read].sort()).toEqual([...behaviours].sort());
    },
  );

  it("are not taken for removed when they have moved", () => {
    const edit = { file: "some.ts", find: "if (old)", replace: "if (true)" };
    expect(edited("a; if (old) b;", edit)).toBe("a; if (true) b;");
    expect(() => edited("a; b;", edit)).toThrow("no place");
    expect(() => edited("if (old) a; if (old) b;", edit)).toThrow("more than");
  });
});
