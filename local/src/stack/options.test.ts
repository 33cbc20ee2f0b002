import { describe, expect, it } from "@jest/globals";
import { parseOverrides } from "./options.js";

describe("settings on the command line", () => {
  it("are kept per app, and a value may hold anything", () => {
    expect(
      parseOverrides(["booking.HOLD_SECONDS=20", "booking.A=x=y", "auth.B="]),
    ).toEqual({ booking: { HOLD_SECONDS: "20", A: "x=y" }, auth: { B: "" } });
  });

  it.each(["HOLD_SECONDS=20", "booking.HOLD_SECONDS", "booking"])(
    "refuse %s, which names no app, setting or value",
    (setting) => {
      expect(() => parseOverrides([setting])).toThrow("app.NAME=value");
    },
  );
});
