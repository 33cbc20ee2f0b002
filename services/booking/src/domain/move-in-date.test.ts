import { describe, expect, it } from "@jest/globals";
import { checkMoveInDate } from "./move-in-date.js";

describe("the move-in date", () => {
  // 23:00 in London on the 1st is 04:30 in Kolkata on the 2nd.
  const now = new Date("2026-12-01T23:00:00Z");

  it("may be today in India, and two years ahead", () => {
    expect(() => checkMoveInDate("2026-12-02", now)).not.toThrow();
    expect(() => checkMoveInDate("2028-12-02", now)).not.toThrow();
  });

  it("is refused when it has passed there, or is further ahead", () => {
    expect(() => checkMoveInDate("2026-12-01", now)).toThrow(
      /today or a later day/,
    );
    expect(() => checkMoveInDate("2028-12-03", now)).toThrow(/two years/);
  });
});
