import { describe, expect, it } from "@jest/globals";
import { brokenInvariants } from "./stock.js";

const sold = {
  initial: 10,
  available: 0,
  bookings: 10,
  tenants: 10,
  announced: 10,
  sagas: 10,
};

describe("the invariants of a room that was sold out", () => {
  it("hold when ten rooms made ten bookings of ten tenants", () => {
    expect(brokenInvariants(sold, 10)).toEqual([]);
  });

  it("name overselling", () => {
    const oversold = { ...sold, available: -990, bookings: 1000, sagas: 1000 };
    expect(brokenInvariants(oversold, 10)).toEqual([
      "available: -990 instead of 0",
      "bookings: 1000 instead of 10",
      "sagas: 1000 instead of 10",
    ]);
  });

  it("name a booking that nobody was told of", () => {
    expect(brokenInvariants({ ...sold, announced: 9 }, 10)).toEqual([
      "announced: 9 instead of 10",
    ]);
  });
});
