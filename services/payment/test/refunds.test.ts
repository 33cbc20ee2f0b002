import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import {
  AMOUNT,
  asSent,
  codeOf,
  newSubject,
  refundOf,
  startService,
  type PayingMethod,
  type Service,
} from "./service.js";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const PAID = "payment.succeeded.v1";
const REFUNDED = "payment.refunded.v1";

async function captured(method: PayingMethod = "card"): Promise<string> {
  const subjectId = await service.opened();
  await service.pay(subjectId, method);
  await eventually(async () => {
    const [session] = await service.sessionsOf(subjectId);
    expect(session?.paymentStatus).toBe("paid");
  });
  return subjectId;
}

describe("a refund", () => {
  it("gives everything back once, however often it is asked for", async () => {
    const subjectId = await captured();
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        service.refund(subjectId, n % 2 ? service.app : service.replica),
      ),
    );
    replies.push(await service.refund(subjectId));
    for (const reply of replies) {
      expect(reply.status).toBe(200);
      expect(refundOf(reply)).toEqual({
        purpose: "booking",
        subjectId,
        status: "succeeded",
        amountPaise: AMOUNT,
        currency: "INR",
      });
    }
    expect(await service.refundsOf(subjectId)).toMatchObject([
      { amount: AMOUNT, status: "succeeded" },
    ]);
    expect(await service.newsOf(subjectId)).toEqual([PAID, REFUNDED]);
  });

  it("needs money: 409 for a checkout that is not there, open, or failed", async () => {
    const open = await service.opened();
    const failed = await service.opened();
    await service.pay(failed, "bank_failure");
    await service.heard(failed, "checkout.session.async_payment_failed");
    for (const subjectId of [newSubject(), open, failed]) {
      const reply = await service.refund(subjectId);
      expect(reply.status).toBe(409);
      expect(codeOf(reply)).toBe("PAYMENT.NOTHING_TO_REFUND");
    }
  });

  it("that a bank takes time for is pending until the webhook tells", async () => {
    const subjectId = await captured("bank_success");
    expect(refundOf(await service.refund(subjectId)).status).toBe("pending");
    expect(await service.newsOf(subjectId)).toEqual([PAID]);
    const webhook = await service.heard(subjectId, "refund.updated");
    expect((await service.deliver(asSent(webhook))).status).toBe(200);
    expect(refundOf(await service.refund(subjectId)).status).toBe("succeeded");
    expect(await service.refundsOf(subjectId)).toHaveLength(1);
    expect(await service.newsOf(subjectId)).toEqual([PAID, REFUNDED]);
  });

  it("that a bank sends back is found without a webhook, and shows in the metrics until it is given back", async () => {
    const sentBack = async () => {
      const { text } = await service.app.call("/metrics");
      return Number(/^payment_refunds_sent_back\{.*\} (\S+)$/m.exec(text)?.[1]);
    };
    const subjectId = await captured("card_refund_fails");
    await service.refund(subjectId);
    await service.heard(subjectId, "refund.failed");
    expect(await sentBack()).toBe(0);
    service.pass(21);
    await service.sweep();
    expect(await sentBack()).toBe(1);
    const [session] = await service.sessionsOf(subjectId);
    await service.emulator.stripe.refunds.create({
      payment_intent: session?.paymentIntent ?? "",
    });
    await service.refund(subjectId);
    expect(await sentBack()).toBe(0);
  });

  it("that failed may be asked for again, and is another one then", async () => {
    const subjectId = await captured("card_refund_fails");
    await service.refund(subjectId);
    const webhook = await service.heard(subjectId, "refund.failed");
    await service.deliver(asSent(webhook));
    await service.refund(subjectId);
    expect(await service.refundsOf(subjectId)).toHaveLength(2);
    expect(await service.newsOf(subjectId)).toEqual([PAID, REFUNDED]);
  });

  it("whose answer was lost is found again, not made again", async () => {
    const subjectId = await captured();
    const path = "/v1/refunds";
    await service.breakStripe({ kind: "timeout-after", next: 3, path });
    const lost = await service.refund(subjectId);
    expect(lost.status).toBe(503);
    expect(await service.refundsOf(subjectId)).toHaveLength(1);
    expect(refundOf(await service.refund(subjectId)).status).toBe("succeeded");
    expect(await service.refundsOf(subjectId)).toHaveLength(1);
    expect(await service.newsOf(subjectId)).toEqual([PAID, REFUNDED]);
  });

  it("that nobody asks for again is finished by the sweeper", async () => {
    const subjectId = await captured();
    const path = "/v1/refunds";
    await service.breakStripe({ kind: "timeout-before", next: 3, path });
    expect((await service.refund(subjectId)).status).toBe(503);
    service.pass(21);
    await service.sweep();
    expect(await service.refundsOf(subjectId)).toHaveLength(1);
    expect(await service.newsOf(subjectId)).toEqual([PAID, REFUNDED]);
  });

  it("goes through under another key after an error that Stripe would repeat", async () => {
    const subjectId = await captured();
    await service.breakStripe({ kind: "500", next: 1, path: "/v1/refunds" });
    expect((await service.refund(subjectId)).status).toBe(503);
    expect(refundOf(await service.refund(subjectId)).status).toBe("succeeded");
    expect(await service.refundsOf(subjectId)).toHaveLength(1);
  });

  it("that a person has made at Stripe counts as ours", async () => {
    const subjectId = await captured();
    const [session] = await service.sessionsOf(subjectId);
    await service.emulator.stripe.refunds.create({
      payment_intent: session?.paymentIntent ?? "",
    });
    expect(refundOf(await service.refund(subjectId)).status).toBe("succeeded");
    expect(await service.refundsOf(subjectId)).toHaveLength(1);
    expect(await service.newsOf(subjectId)).toEqual([PAID, REFUNDED]);
  });

  it("that a person has made at Stripe is announced when the webhook tells of it", async () => {
    const subjectId = await captured();
    await service.read(subjectId);
    const [session] = await service.sessionsOf(subjectId);
    const paymentIntent = session?.paymentIntent ?? "";
    await service.emulator.stripe.refunds.create({
      payment_intent: paymentIntent,
    });
    const webhook = await service.heard(paymentIntent, "refund.created");
    await service.deliver(asSent(webhook));
    expect(await service.newsOf(subjectId)).toEqual([PAID, REFUNDED]);
  });
});
