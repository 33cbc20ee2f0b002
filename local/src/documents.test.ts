import { describe, expect, it } from "@jest/globals";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./stack/paths.js";

const SKIPPED = new Set(["node_modules", "dist", "coverage", "results"]);

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return SKIPPED.has(entry.name) || entry.name.startsWith(".")
        ? []
        : markdownIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

const documents = markdownIn(root).map((file) => ({
  name: relative(root, file),
  folder: dirname(file),
  text: readFileSync(file, "utf8"),
}));

const matchesOf = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);

const withoutCode = (text: string) => text.replace(/```.*?```|`[^`\n]*`/gs, "");

/** As GitHub makes them from headings. */
const anchorsOf = (text: string) =>
  matchesOf(text, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

function isBroken(folder: string, text: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? undefined : join(folder, path);
  if (target !== undefined && !existsSync(target)) return true;
  if (anchor === undefined) return false;
  const content = target === undefined ? text : readFileSync(target, "utf8");
  return !anchorsOf(content).includes(anchor);
}

describe("the documents", () => {
  it("are there", () => {
    const names = documents.map(({ name }) => name);
    expect(names).toContain("README.md");
    expect(names).toContain("docs/architecture.md");
  });

  it.each(documents)("$name links to what exists", ({ folder, text }) => {
    const links = matchesOf(withoutCode(text), /\]\(([^)\s]+)\)/g);
    const own = links.filter((link) => !/^(https?|mailto):/.test(link));
    expect(own.filter((link) => isBroken(folder, text, link))).toEqual([]);
  });

  it.each(documents)("$name names commands that exist", ({ text }) => {
    const { scripts } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    ) as { scripts: Record<string, string> };
    const named = matchesOf(text, /\bnpm run ([\w:-]+)/g);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it.each(documents)("$name holds for every machine", ({ text }) => {
    expect(text).not.toMatch(/(?<![\w.~:])\/(?:home|root|Users|tmp|mnt)\//);
  });
});
