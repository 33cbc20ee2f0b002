import { describe, expect, it } from "@jest/globals";
import { line, prose } from "./values.js";

describe("text", () => {
  it.each(["नमस्ते 🏠", "Robert'); DROP TABLE property;--", "a"])(
    "of any script is taken: %j",
    (text) => {
      expect(line(50).parse(text)).toBe(text);
      expect(prose(50).parse(text)).toBe(text);
    },
  );

  it.each(["a\0b", "\ud800", "a\x1b[2J"])(
    "that PostgreSQL cannot hold or that steers a terminal is refused: %j",
    (text) => {
      expect(line(50).safeParse(text).success).toBe(false);
      expect(prose(50).safeParse(text).success).toBe(false);
    },
  );

  it("has lines and may be empty only as prose", () => {
    expect(prose(50).parse(" one\r\n\ttwo ")).toBe("one\r\n\ttwo");
    expect(prose(50).parse("")).toBe("");
    expect(line(50).safeParse("one\ntwo").success).toBe(false);
    expect(line(50).safeParse("  ").success).toBe(false);
  });

  it("is bounded", () => {
    expect(line(3).safeParse("four").success).toBe(false);
    expect(prose(3).safeParse("four").success).toBe(false);
  });
});
