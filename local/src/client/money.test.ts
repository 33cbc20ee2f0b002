import { expect, it } from "@jest/globals";
import { rupees } from "./money.js";

it.each([
  [4_500_000, "₹ 45,000"],
  [4_500_050, "₹ 45,000.50"],
  [12_345_678, "₹ 1,23,456.78"],
])("%i paise are written for people: %s", (paise, written) => {
  expect(rupees(paise)).toBe(written);
});
