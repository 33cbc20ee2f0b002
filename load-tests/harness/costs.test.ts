import { describe, expect, it } from "@jest/globals";
import { costsBetween, costsTable } from "./costs.js";

describe("what each hop costs", () => {
  const before = {
    booking: { pid: 1, us: 1_000_000 },
    gateway: { pid: 2, us: 0 },
    payment: { pid: 3, us: 500 },
    kafka: { pid: 4, us: 9 },
  };
  const after = {
    booking: { pid: 1, us: 2_000_000 },
    gateway: { pid: 2, us: 3_000_400 },
    payment: { pid: 30, us: 9_000_000 },
    kafka: { pid: 4, us: 9 },
  };

  it("is the time between two readings by the requests, dearest first", () => {
    const costs = costsBetween(before, after, 1000);
    expect(Object.entries(costs)).toEqual([
      ["gateway", 3000],
      ["booking", 1000],
    ]);
  });

  it("is printed with its sum", () => {
    const lines = costsTable({ gateway: 3000, booking: 1000 }).split("\n");
    expect(lines.map((line) => line.replace(/ +/g, " "))).toEqual([
      "gateway 3000 µs",
      "booking 1000 µs",
      "all of it 4000 µs",
    ]);
  });
});
