import { describe, expect, it } from "@jest/globals";
import { unsettledIn } from "./settling.js";

describe("bookings come to the end that their tenants gave them", () => {
  const ends = { paid: 20, cancelled: 10, left: 5 };

  it("when each is booked, cancelled or held as it was left", () => {
    const statuses = { booked: 20, cancelled: 10, reserved: 5 };
    expect(unsettledIn(statuses, ends)).toEqual([]);
  });

  it("and are named by their statuses while they do not", () => {
    const statuses = { booked: 19, reserved: 6, cancelled: 9, expiring: 1 };
    expect(unsettledIn(statuses, ends)).toEqual([
      "19 bookings are booked instead of 20",
      "9 bookings are cancelled instead of 10",
      "6 bookings are reserved instead of 5",
      "1 bookings are expiring instead of 0",
    ]);
  });
});
