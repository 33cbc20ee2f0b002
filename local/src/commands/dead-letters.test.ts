import { describe, expect, it } from "@jest/globals";
import { UserError } from "../progress.js";
import { wishOf } from "./dead-letters.js";

const wish = (
  names: readonly string[],
  flags: readonly string[] = [],
  texts: Readonly<Record<string, string>> = {},
) => wishOf(names, new Set(flags), texts);

describe("npm run dead-letters", () => {
  it("lists, replays one, or replays all", () => {
    expect(wish(["list"], ["payload"], { app: "booking" })).toEqual({
      verb: "list",
      payload: true,
      app: "booking",
    });
    expect(wish(["replay"], [], { id: "x" })).toEqual({
      verb: "replay",
      id: "x",
    });
    expect(wish(["replay"], ["all"])).toEqual({ verb: "replay" });
  });

  it("replays nothing that was not named", () => {
    const unclear = [
      () => wish([]),
      () => wish(["replay"]),
      () => wish(["replay"], ["all"], { id: "x" }),
      () => wish(["replay", "x"], ["all"]),
      () => wish(["list"], ["all"]),
      () => wish(["list", "x"]),
    ];
    for (const ask of unclear) expect(ask).toThrow(UserError);
  });
});
