import { describe, expect, it } from "@jest/globals";
import {
  applyNeverOpened,
  applyRefund,
  applySession,
  close,
  closedBeforehand,
  isSettled,
  newCheckout,
  nextAttempt,
  nextRefundAttempt,
  unchanged,
  wantRefund,
  type Change,
  type Checkout,
  type SeenRefund,
  type SeenSession,
} from "./checkout.js";

const NOW = new Date("2026-11-23T08:30:00.000Z");

const opening = newCheckout(
  {
    purpose: "booking",
    subjectId: "0192d3c4-0000-7000-8000-000000000001",
    amountPaise: 2_500_000,
    currency: "INR",
    description: "Room",
  },
  NOW,
);

const open: SeenSession = {
  sessionId: "cs_1",
  attempt: 1,
  status: "open",
  money: "unpaid",
  url: "https://pay.test/cs_1",
  expiresAt: opening.expiresAt,
  paymentIntentId: null,
};
const processing: SeenSession = {
  ...open,
  status: "complete",
  url: null,
  paymentIntentId: "pi_1",
};
const paid: SeenSession = { ...processing, money: "paid" };
const failed: SeenSession = { ...processing, money: "failed" };
const expired: SeenSession = { ...open, status: "expired", url: null };

const refund = (seen: Partial<SeenRefund>): SeenRefund => ({
  refundId: "re_1",
  status: "pending",
  amountPaise: opening.amountPaise,
  attempt: 1,
  ...seen,
});

type Step = (checkout: Checkout) => Change;
const session = (seen: SeenSession) => (checkout: Checkout) =>
  applySession(checkout, seen);
const refunded = (seen: SeenRefund) => (checkout: Checkout) =>
  applyRefund(checkout, seen);

function runAll(steps: readonly Step[], from = opening): Change {
  return steps.reduce((done, step) => {
    const { checkout, announcements } = step(done.checkout);
    return {
      checkout,
      announcements: [...done.announcements, ...announcements],
    };
  }, unchanged(from));
}

function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

describe("what Stripe tells of a session", () => {
  const stories = {
    "a card payment": { seen: [open, paid], news: ["payment.succeeded.v1"] },
    "a slow payment that arrives": {
      seen: [open, processing, paid],
      news: ["payment.succeeded.v1"],
    },
    "a slow payment that fails": {
      seen: [open, processing, failed],
      news: ["payment.failed.v1"],
    },
    "a session that expires": {
      seen: [open, expired],
      news: ["payment.expired.v1"],
    },
  };

  it.each(Object.entries(stories))(
    "ends the same and is announced once, in any order and repeated: %s",
    (_name, { seen, news }) => {
      const steps = [...seen, ...seen.slice(1)].map(session);
      const ends = orders(steps).map((order) => runAll(order));
      const [first] = ends;
      for (const end of ends) {
        expect(end.checkout).toEqual(first?.checkout);
        expect(end.announcements).toEqual(news);
      }
      expect(isSettled(first?.checkout ?? opening)).toBe(true);
      expect(first?.checkout.url).toBeNull();
    },
  );

  it("never takes back that money has come", () => {
    for (const order of orders([open, processing, failed, expired, paid])) {
      const { checkout, announcements } = runAll(order.map(session));
      expect(checkout).toMatchObject({ status: "complete", money: "paid" });
      expect(
        announcements.filter((type) => type === "payment.succeeded.v1"),
      ).toHaveLength(1);
      expect(new Set(announcements).size).toBe(announcements.length);
    }
  });

  it("is not settled while a slow payment is under way", () => {
    const { checkout, announcements } = runAll([session(processing)]);
    expect(isSettled(checkout)).toBe(false);
    expect(announcements).toEqual([]);
  });

  it("does not matter when the session is another one", () => {
    const { checkout } = applySession(opening, open);
    const stranger = { ...paid, sessionId: "cs_2" };
    expect(applySession(checkout, stranger)).toEqual(unchanged(checkout));
    const late = { ...paid, attempt: 2 };
    expect(applySession(opening, late)).toEqual(unchanged(opening));
    const foreign = { ...paid, attempt: null };
    expect(applySession(opening, foreign)).toEqual(unchanged(opening));
  });
});

describe("attempts to open", () => {
  it("get a new number and a new expiry only when Stripe has refused the current one", () => {
    const later = new Date(NOW.getTime() + 60_000);
    const { checkout } = nextAttempt(opening, 1, later);
    expect(checkout.attempt).toBe(2);
    expect(checkout.expiresAt.getTime() - later.getTime()).toBe(31 * 60_000);
    expect(nextAttempt(checkout, 1, later).checkout).toBe(checkout);
    const { checkout: opened } = applySession(opening, open);
    expect(nextAttempt(opened, 1, later).checkout).toBe(opened);
  });

  it("end when the checkout is closing: it expires only when Stripe has no session", () => {
    expect(applyNeverOpened(opening, 1)).toEqual(unchanged(opening));
    const { checkout: closing } = close(opening);
    expect(nextAttempt(closing, 1, NOW)).toEqual(unchanged(closing));
    const end = applyNeverOpened(closing, 1);
    expect(end.checkout.status).toBe("expired");
    expect(end.announcements).toEqual(["payment.expired.v1"]);
    expect(applyNeverOpened(end.checkout, 1).announcements).toEqual([]);
  });

  it("are impossible for a checkout that was closed beforehand", () => {
    const checkout = closedBeforehand(opening, NOW);
    expect(isSettled(checkout)).toBe(true);
    expect(applySession(checkout, open)).toEqual(unchanged(checkout));
    expect(nextAttempt(checkout, 0, NOW)).toEqual(unchanged(checkout));
  });

  it("leave a settled checkout as it is when somebody closes it", () => {
    const { checkout } = applySession(opening, paid);
    expect(close(checkout).checkout).toBe(checkout);
  });
});

describe("refunds", () => {
  const { checkout: captured } = applySession(opening, paid);
  const { checkout: wanting } = wantRefund(captured);

  it("are wanted of captured money only, and once", () => {
    expect(wantRefund(opening).checkout).toBe(opening);
    expect(wanting).toMatchObject({ refundWanted: true, refundAttempt: 1 });
    expect(wantRefund(wanting).checkout).toBe(wanting);
    const { checkout: pending } = applyRefund(wanting, refund({}));
    expect(pending.refundWanted).toBe(false);
    expect(wantRefund(pending).checkout).toBe(pending);
  });

  it("may be wanted again after a failure, under a new number", () => {
    const { checkout } = applyRefund(wanting, refund({ status: "failed" }));
    expect(checkout.refundWanted).toBe(false);
    expect(wantRefund(checkout).checkout).toMatchObject({
      refundWanted: true,
      refundAttempt: 2,
    });
  });

  it("get a new number when Stripe has refused the current one", () => {
    expect(nextRefundAttempt(wanting, 1).checkout.refundAttempt).toBe(2);
    expect(nextRefundAttempt(wanting, 2).checkout).toBe(wanting);
    expect(nextRefundAttempt(captured, 0).checkout).toBe(captured);
  });

  it("are announced once, after the payment, whatever is heard first", () => {
    const steps = [
      session(paid),
      refunded(refund({})),
      refunded(refund({ status: "succeeded" })),
      refunded(refund({ status: "succeeded" })),
    ];
    const ends = orders(steps).map((order) => runAll(order));
    for (const end of ends) {
      expect(end.checkout).toEqual(ends[0]?.checkout);
      expect(end.announcements).toEqual([
        "payment.succeeded.v1",
        "payment.refunded.v1",
      ]);
    }
  });

  it("that fail after they seemed to succeed stay failed", () => {
    const steps = [
      refunded(refund({ status: "succeeded" })),
      refunded(refund({ status: "failed" })),
      refunded(refund({})),
    ];
    for (const order of orders(steps)) {
      const { checkout } = runAll(order, wanting);
      expect(checkout.refunds).toEqual([
        {
          refundId: "re_1",
          status: "failed",
          amountPaise: opening.amountPaise,
        },
      ]);
    }
  });

  it("that people make in parts count when they add up to everything", () => {
    const half = { amountPaise: opening.amountPaise / 2, attempt: null };
    const parts = [
      refunded(refund({ ...half, refundId: "re_a", status: "succeeded" })),
      refunded(refund({ ...half, refundId: "re_b", status: "succeeded" })),
    ];
    for (const order of orders(parts)) {
      const [first, second] = order;
      const before = runAll(first ? [first] : [], captured);
      expect(before.announcements).toEqual([]);
      const after = runAll(second ? [second] : [], before.checkout);
      expect(after.announcements).toEqual(["payment.refunded.v1"]);
    }
  });
});
