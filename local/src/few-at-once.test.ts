import { describe, expect, it } from "@jest/globals";
import { fewAtOnce } from "./few-at-once.js";

describe("working through a list", () => {
  it("keeps the order of the results and never does more than asked at once", async () => {
    let running = 0;
    let most = 0;
    const results = await fewAtOnce([5, 4, 3, 2, 1], 2, async (item) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, item));
      running -= 1;
      return item * 10;
    });
    expect(results).toEqual([50, 40, 30, 20, 10]);
    expect(most).toBe(2);
  });

  it("fails when one of them does", async () => {
    const work = (item: number) =>
      item === 2 ? Promise.reject(new Error("two")) : Promise.resolve(item);
    await expect(fewAtOnce([1, 2, 3], 2, work)).rejects.toThrow("two");
  });
});
