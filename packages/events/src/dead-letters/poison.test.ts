import { describe, expect, it } from "@jest/globals";
import { blamesEvent } from "./poison.js";

describe("an error that blames the event", () => {
  it.each([
    [new TypeError("x is not a function"), true],
    [new RangeError("invalid date"), true],
    [new TypeError("fetch failed", { cause: new Error("refused") }), false],
    [new Error("connect ECONNREFUSED"), false],
    ["a text", false],
  ])("%s: %s", (error, blames) => {
    expect(blamesEvent(error)).toBe(blames);
  });
});
