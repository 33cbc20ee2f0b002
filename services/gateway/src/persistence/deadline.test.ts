import { describe, expect, it } from "@jest/globals";
import { setTimeout as delay } from "node:timers/promises";
import { createDeadline } from "./deadline.js";

const silence = () => new Promise<never>(() => undefined);

/** Keeps the process from everything else, as too much work does. */
function busy(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

describe("a deadline", () => {
  it("ends the wait for an answer that does not come, and says so", async () => {
    let timeouts = 0;
    const within = createDeadline(40, () => (timeouts += 1));
    const startedAt = performance.now();
    await expect(within(silence())).rejects.toThrow("no answer within 40 ms");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(39);
    expect(timeouts).toBe(1);
  });

  it("passes on what comes in time, be it an answer or a failure", async () => {
    const within = createDeadline(1_000, () => undefined);
    expect(await within(delay(5, "answer"))).toBe("answer");
    await expect(within(Promise.reject(new Error("lost")))).rejects.toThrow(
      "lost",
    );
  });

  it("does not take the delay of a busy process for the peer's silence", async () => {
    const within = createDeadline(20, () => undefined);
    const answer = within(delay(30, "answer"));
    busy(200);
    expect(await answer).toBe("answer");
  });

  it("serves again after all was quiet", async () => {
    const within = createDeadline(20, () => undefined);
    await within(delay(1));
    await delay(60);
    await expect(within(silence())).rejects.toThrow("no answer");
  });
});
