import { describe, expect, it } from "@jest/globals";
import { tellMoney, wrongMoney } from "./checks.js";

const booking = (status: string) => ({
  id: "b",
  roomId: "r",
  status,
  amountPaise: 100_000,
  holdExpiresAt: "2026-01-01T00:00:00.000Z",
  cancellationReason: null,
});

describe("the money check", () => {
  it.each([
    ["booked", 100_000, 0],
    ["cancelled", 0, 0],
    ["reserved", 0, 0],
    ["refunded", 100_000, 100_000],
  ])("accepts a booking that is %s", (status, captured, refunded) => {
    const money = { captured, refunded };
    expect(wrongMoney(booking(status), money)).toBeUndefined();
  });

  it.each([
    ["booked", 0, 0],
    ["booked", 200_000, 0],
    ["cancelled", 100_000, 0],
    ["refunded", 100_000, 50_000],
    ["refunded", 0, 0],
  ])(
    "refuses a booking that is %s with %d taken and %d given back",
    (status, captured, refunded) => {
      const money = { captured, refunded };
      expect(wrongMoney(booking(status), money)).toContain(status);
    },
  );
});

it("tells money in words", () => {
  expect(tellMoney({ captured: 0, refunded: 0 })).toBe("none taken");
  expect(tellMoney({ captured: 4_500_000, refunded: 0 })).toBe("₹ 45,000 kept");
  expect(tellMoney({ captured: 4_500_000, refunded: 4_500_000 })).toBe(
    "₹ 45,000 taken, ₹ 45,000 given back",
  );
});
