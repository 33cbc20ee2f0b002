import { describe, expect, it } from "@jest/globals";
import { readOptions } from "./options.js";

const scenarios = [
  { name: "contention" },
  { name: "steady", takes: ["rate", "seconds", "find"] },
] as const;
const read = (...args: string[]) => readOptions(args, scenarios);

describe("the options of a load run", () => {
  it("are one run of the named scenario, with what it takes", () => {
    expect(read("steady", "--rate", "300", "--find")).toMatchObject({
      scenario: scenarios[1],
      runs: 1,
      asked: { rate: 300, find: true },
    });
    expect(read("contention")?.asked).toEqual({});
  });

  it("are undefined when help is wanted", () => {
    expect(read("--help")).toBeUndefined();
  });

  it.each([
    [["idle"], "name one scenario: contention, steady"],
    [["steady", "steady"], "name one scenario"],
    [["contention", "--rate", "5"], "contention takes no --rate"],
    [["steady", "--rate", "0"], "--rate wants a number from 1 to 10000, not 0"],
    [["steady", "--seconds", "1e9"], "--seconds wants"],
    [["steady", "--runs", "many"], "--runs wants"],
  ])("are refused when they are %j", (args, why) => {
    expect(() => read(...args)).toThrow(why);
  });
});
