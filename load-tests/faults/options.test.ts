import { describe, expect, it } from "@jest/globals";
import { kinds, nameOf } from "./kinds.js";
import { readFaultOptions } from "./options.js";
import { behaviours } from "./behaviours.js";

const read = (...args: readonly string[]) => readFaultOptions(args, 7);

describe("the options of a run of faults", () => {
  it("are every fault and every behaviour for five minutes, by a seed that was drawn", () => {
    expect(read()).toMatchObject({
      seed: 7,
      minutes: 5,
      people: 30,
      restSeconds: 180,
      kinds,
      behaviours: Object.keys(behaviours),
    });
  });

  it("take the faults and the behaviours that a word names", () => {
    const { kinds: some = [], behaviours: gone = [] } =
      read(
        "--only",
        "kill booking",
        "--only",
        "webhooks",
        "--behaviours",
        "edge",
      ) ?? {};
    expect(some.map(nameOf)).toEqual([
      "kill booking",
      "webhooks lost",
      "webhooks late",
      "webhooks repeated",
      "webhooks reordered",
    ]);
    expect(gone).toEqual([
      "pays at the edge of the hold",
      "cancels at the edge of the hold",
    ]);
  });

  it("may be less than a minute", () => {
    expect(read("--minutes", "0.6")).toMatchObject({ minutes: 0.6 });
  });

  it.each([
    [["--only", "earthquake"], "no fault is called earthquake"],
    [["--behaviours", "flies"], "no behaviour is called flies"],
    [["--minutes", "0.1"], "from 0.25 to 10"],
    [["--minutes", "soon"], "from 0.25 to 10"],
    [["--seed", "1.5"], "a whole number"],
    [["--people", "0"], "from 1 to 300"],
    [["all"], "options only"],
  ])("are refused where they make no sense: %j", (args, why) => {
    expect(() => read(...args)).toThrow(why);
  });
});
