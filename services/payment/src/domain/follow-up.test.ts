import { describe, expect, it } from "@jest/globals";
import {
  applyRefund,
  applySession,
  closedBeforehand,
  newCheckout,
  type SeenSession,
} from "./checkout.js";
import { nextLook } from "./follow-up.js";

const NOW = new Date("2026-11-23T08:30:00.000Z");
const PACE = { afterSeconds: 20, maxIntervalSeconds: 600 };

const opening = newCheckout(
  {
    purpose: "booking",
    subjectId: "0192d3c4-0000-7000-8000-000000000001",
    amountPaise: 100,
    currency: "INR",
    description: "Room",
  },
  NOW,
);
const seen: SeenSession = {
  sessionId: "cs_1",
  attempt: 1,
  status: "open",
  money: "unpaid",
  url: null,
  expiresAt: opening.expiresAt,
  paymentIntentId: "pi_1",
};
const { checkout: open } = applySession(opening, seen);
const { checkout: paid } = applySession(open, {
  ...seen,
  status: "complete",
  money: "paid",
});

const secondsUntil = (at: Date | null, from = NOW) =>
  at === null ? null : (at.getTime() - from.getTime()) / 1000;

describe("the sweeper's next look", () => {
  it("comes at doubling intervals up to the longest one", () => {
    const intervals = [0, 1, 2, 5, 50].map((looks) =>
      secondsUntil(nextLook(opening, looks, PACE, NOW)),
    );
    expect(intervals).toEqual([20, 40, 80, 600, 600]);
  });

  it("comes soon after an open session has ended", () => {
    const soon = new Date(open.expiresAt.getTime() - 10_000);
    expect(secondsUntil(nextLook(open, 9, PACE, soon), soon)).toBe(30);
    const afterwards = new Date(open.expiresAt.getTime() + 60_000);
    expect(secondsUntil(nextLook(open, 9, PACE, afterwards), afterwards)).toBe(
      600,
    );
  });

  it("never comes when there is nothing more to learn", () => {
    expect(nextLook(paid, 0, PACE, NOW)).toBeNull();
    const closed = closedBeforehand(opening, NOW);
    expect(nextLook(closed, 0, PACE, NOW)).toBeNull();
  });

  it.each([
    ["has expired", { ...seen, status: "expired" } as const],
    ["has failed", { ...seen, status: "complete", money: "failed" } as const],
  ])(
    "comes a few times more, until Stripe has given up repeating webhooks, when a session %s",
    (_how, end) => {
      const { checkout } = applySession(open, end);
      const waits = [0, 1, 2, 3, 4, 5, 6, 7].map(
        (looks) => secondsUntil(nextLook(checkout, looks, PACE, NOW)) ?? NaN,
      );
      expect(waits.slice(0, 4)).toEqual([20, 80, 320, 1_280]);
      const days = waits.reduce((sum, wait) => sum + wait, 0) / 86_400;
      expect(days).toBeGreaterThan(3);
      expect(nextLook(checkout, 8, PACE, NOW)).toBeNull();
    },
  );

  it("comes a few times more when all was given back, for a bank may send it back", () => {
    const refund = { refundId: "re_1", amountPaise: 100, attempt: 1 } as const;
    const { checkout } = applyRefund(paid, { ...refund, status: "succeeded" });
    expect(secondsUntil(nextLook(checkout, 1, PACE, NOW))).toBe(80);
    expect(nextLook(checkout, 8, PACE, NOW)).toBeNull();
  });

  it("comes ever more rarely while Stripe refuses a refund, though each refusal is a change", () => {
    const intervals = [1, 2, 3, 6, 50].map((refundAttempt) => {
      const wanting = { ...paid, refundWanted: true, refundAttempt };
      return secondsUntil(nextLook(wanting, 0, PACE, NOW));
    });
    expect(intervals).toEqual([20, 40, 80, 600, 600]);
  });

  it("comes while a refund is wanted or under way", () => {
    expect(
      nextLook({ ...paid, refundWanted: true }, 0, PACE, NOW),
    ).not.toBeNull();
    const pending = { refundId: "re_1", amountPaise: 100, attempt: 1 } as const;
    const { checkout } = applyRefund(paid, { ...pending, status: "pending" });
    expect(nextLook(checkout, 0, PACE, NOW)).not.toBeNull();
  });
});
