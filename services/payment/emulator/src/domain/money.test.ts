import { describe, expect, it } from "@jest/globals";
import { formatPaise } from "./money.js";

describe("paise shown to people", () => {
  it.each([
    [50, "₹0.50"],
    [5_250_000, "₹52,500.00"],
    [12_345_678, "₹1,23,456.78"],
  ])("%i are %s", (paise, rupees) => {
    expect(formatPaise(paise)).toBe(rupees);
  });
});
