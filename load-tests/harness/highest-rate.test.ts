import { describe, expect, it } from "@jest/globals";
import { findHighest, rates } from "./highest-rate.js";

const upTo = (limit: number) => (rate: number) =>
  Promise.resolve(rate <= limit);

describe("the highest rate", () => {
  it.each([
    [812, 800],
    [100, 100],
    [5000, 1600],
    [99, 0],
  ])("of a stack that manages %d a second is %d", async (limit, highest) => {
    expect(await findHighest(rates, upTo(limit))).toBe(highest);
  });

  it("is found in six steps", async () => {
    const tried: number[] = [];
    await findHighest(rates, (rate) => {
      tried.push(rate);
      return upTo(980)(rate);
    });
    expect(tried.length).toBeLessThanOrEqual(6);
  });

  it("is the highest that was seen to hold when time is up", async () => {
    let time = 0;
    const holds = (rate: number) => {
      time += 120_000;
      return upTo(1600)(rate);
    };
    expect(await findHighest(rates, holds, () => time)).toBe(1225);
  });
});
