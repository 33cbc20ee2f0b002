import { describe, expect, it } from "@jest/globals";
import { withQuantity } from "./inventory.js";

describe("a change of quantity", () => {
  const stock = { initialQuantity: 10, availableQuantity: 4 };

  it("moves both numbers by the difference, so that what is held and booked stays", () => {
    expect(withQuantity(stock, 12)).toEqual({
      initialQuantity: 12,
      availableQuantity: 6,
    });
    expect(withQuantity(stock, 6)).toEqual({
      initialQuantity: 6,
      availableQuantity: 0,
    });
  });

  it("is refused below what is held and booked", () => {
    expect(withQuantity(stock, 5)).toBeUndefined();
  });
});
