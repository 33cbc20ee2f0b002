import { describe, expect, it } from "@jest/globals";
import { medianRatio } from "./turns.js";

describe("the ratio of bookings to the floor", () => {
  it("is that of the pair in the middle", () => {
    const pairs = [90, 20, 88.88].map((bookings) => ({ floor: 100, bookings }));
    expect(medianRatio(pairs)).toBe(0.889);
  });

  it("does not exist without a floor", () => {
    expect(() => medianRatio([])).toThrow();
    expect(() => medianRatio([{ floor: 0, bookings: 5 }])).toThrow();
  });
});
