import type { Task, WorkflowContext } from "@dapr/dapr";
import { describe, expect, it } from "@jest/globals";
import { refundSaga } from "./refund-saga.js";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * Runs a refund saga where Dapr's engine would, on a clock that jumps from timer to timer.
 *
 * @param answer what the provider does at a moment: throws, or says how far the refund is.
 * @returns when the provider was asked, in milliseconds from the start.
 */
async function runRefund(answer: (at: number) => "pending" | "settled") {
  let now = 0;
  const asked: number[] = [];
  const engine = {
    getCurrentUtcDateTime: () => new Date(now),
    callActivity: () => "ask",
    createTimer: (at: Date) => at,
  };
  const saga = refundSaga(engine as unknown as WorkflowContext, {
    bookingId: "019abf3e-7c11-7d42-9a55-52ab71c0de42",
  });
  const act = (wanted: Task<unknown>): (() => ReturnType<typeof saga.next>) => {
    if (wanted instanceof Date) {
      now = wanted.getTime();
      return () => saga.next();
    }
    asked.push(now);
    try {
      const said = answer(now);
      return () => saga.next(said);
    } catch (error) {
      return () => saga.throw(error);
    }
  };
  let step = await saga.next();
  while (!step.done) step = await act(step.value)();
  return asked;
}

const refuseUntil = (moment: number) => (at: number) => {
  if (at < moment) throw new Error("the provider refuses");
  return "settled" as const;
};

const pauses = (asked: readonly number[]) =>
  asked.slice(1).map((at, index) => at - (asked[index] ?? 0));

describe("a refund", () => {
  it("is asked for within 20 seconds after an outage of minutes", async () => {
    for (let minutes = 1; minutes <= 10; minutes += 1) {
      const asked = await runRefund(refuseUntil(minutes * MINUTE_MS));
      const late = (asked.at(-1) ?? 0) - minutes * MINUTE_MS;
      expect(late).toBeLessThanOrEqual(20_000);
    }
  });

  it("is asked for again and again for weeks, ever more seldom, at least every hour", async () => {
    const asked = await runRefund(refuseUntil(14 * DAY_MS));
    expect(asked.at(-1)).toBeGreaterThanOrEqual(14 * DAY_MS);
    expect(Math.max(...pauses(asked))).toBe(60 * MINUTE_MS);
    expect(asked.length).toBeLessThan(500);
  });

  it("is looked at as seldom while the provider takes days over it", async () => {
    const asked = await runRefund((at) =>
      at < 10 * DAY_MS ? "pending" : "settled",
    );
    expect(Math.max(...pauses(asked))).toBe(60 * MINUTE_MS);
    expect(asked.length).toBeLessThan(400);
  });
});
