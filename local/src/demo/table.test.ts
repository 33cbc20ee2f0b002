import { expect, it } from "@jest/globals";
import { table } from "./table.js";

it("makes columns as wide as what they hold", () => {
  expect(table(["ending", "room"], [["paid in time", "1 left"]])).toEqual([
    "ending         room",
    "────────────   ──────",
    "paid in time   1 left",
  ]);
});
