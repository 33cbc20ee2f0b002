import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import {
  checkoutOf,
  codeOf,
  newSubject,
  startService,
  type Service,
} from "./service.js";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const EXPIRED = { status: "expired", paymentStatus: "unpaid", url: null };

const sessionOf = async (subjectId: string) =>
  (await service.sessionsOf(subjectId))[0];

describe("closing a checkout", () => {
  it("expires the open session at Stripe and announces it once", async () => {
    const subjectId = await service.opened();
    const replies = await Promise.all([
      service.expire(subjectId),
      service.expire(subjectId, service.replica),
      service.expire(subjectId),
    ]);
    replies.push(await service.expire(subjectId));
    for (const reply of replies) {
      expect(reply.status).toBe(200);
      expect(checkoutOf(reply)).toMatchObject(EXPIRED);
    }
    expect((await sessionOf(subjectId))?.status).toBe("expired");
    expect(await service.newsOf(subjectId)).toEqual(["payment.expired.v1"]);
  });

  it("answers that the payer was faster, and announces the payment", async () => {
    const subjectId = await service.opened();
    await service.pay(subjectId);
    const reply = await service.expire(subjectId);
    expect(checkoutOf(reply)).toMatchObject({
      status: "complete",
      paymentStatus: "paid",
    });
    expect(await service.newsOf(subjectId)).toEqual(["payment.succeeded.v1"]);
  });

  it("answers that a slow payment is under way, and later what became of it", async () => {
    const subjectId = await service.opened();
    await service.pay(subjectId, "bank_failure");
    const first = checkoutOf(await service.expire(subjectId));
    expect(first.status).toBe("complete");
    await eventually(async () => {
      const reply = await service.expire(subjectId);
      expect(checkoutOf(reply).paymentStatus).toBe("failed");
    });
    expect(await service.newsOf(subjectId)).toEqual(["payment.failed.v1"]);
  });

  it("that nobody has opened yet makes it impossible to open", async () => {
    const subjectId = newSubject();
    expect(checkoutOf(await service.expire(subjectId))).toMatchObject(EXPIRED);
    const late = await service.open(subjectId);
    expect(late.status).toBe(200);
    expect(checkoutOf(late)).toMatchObject(EXPIRED);
    expect(await service.sessionsOf(subjectId)).toEqual([]);
    expect(await service.newsOf(subjectId)).toEqual([]);
  });

  it("finds and expires a session whose making was never answered", async () => {
    const subjectId = newSubject();
    await service.breakStripe({ kind: "timeout-after", next: 3 });
    expect((await service.open(subjectId)).status).toBe(503);
    expect((await sessionOf(subjectId))?.status).toBe("open");
    expect(checkoutOf(await service.expire(subjectId))).toMatchObject(EXPIRED);
    expect((await sessionOf(subjectId))?.status).toBe("expired");
    expect(checkoutOf(await service.open(subjectId))).toMatchObject(EXPIRED);
    expect(await service.sessionsOf(subjectId)).toHaveLength(1);
  });

  it("is done when Stripe has refused to make a session", async () => {
    const subjectId = newSubject();
    await service.breakStripe({ kind: "timeout-before", next: 3 });
    expect((await service.open(subjectId)).status).toBe(503);
    await service.breakStripe({ kind: "500", next: 1 });
    expect(checkoutOf(await service.expire(subjectId))).toMatchObject(EXPIRED);
    expect(await service.sessionsOf(subjectId)).toEqual([]);
    expect(await service.newsOf(subjectId)).toEqual(["payment.expired.v1"]);
  });

  it("never guesses: without Stripe's word it is 503, and the sweeper goes on with it", async () => {
    const subjectId = await service.opened();
    await service.breakStripe({ kind: "timeout-before", next: 3 });
    const reply = await service.expire(subjectId);
    expect(reply.status).toBe(503);
    expect(codeOf(reply)).toBe("PAYMENT.PROVIDER_UNAVAILABLE");
    expect(reply.headers.get("retry-after")).toBe("2");
    expect(await service.newsOf(subjectId)).toEqual([]);
    service.pass(21);
    await service.sweep();
    expect((await sessionOf(subjectId))?.status).toBe("expired");
    expect(await service.newsOf(subjectId)).toEqual(["payment.expired.v1"]);
  });

  it("that races with opening leaves no session that can be paid", async () => {
    const subjects = Array.from({ length: 12 }, newSubject);
    await Promise.all(
      subjects.flatMap((subjectId) => [
        service.open(subjectId),
        service.expire(subjectId, service.replica),
      ]),
    );
    for (const subjectId of subjects) {
      const reply = await service.expire(subjectId);
      expect(checkoutOf(reply)).toMatchObject(EXPIRED);
      const sessions = await service.sessionsOf(subjectId);
      expect(sessions.filter(({ status }) => status === "open")).toEqual([]);
    }
  });

  it("that races with the payer ends as Stripe's books say", async () => {
    const subjects = await Promise.all(
      Array.from({ length: 12 }, () => service.opened()),
    );
    await Promise.all(
      subjects.flatMap((subjectId) => [
        service.pay(subjectId),
        service.expire(subjectId),
      ]),
    );
    for (const subjectId of subjects) {
      const { status } = checkoutOf(await service.expire(subjectId));
      expect(status).toBe((await sessionOf(subjectId))?.status);
      expect(await service.newsOf(subjectId)).toEqual([
        status === "complete" ? "payment.succeeded.v1" : "payment.expired.v1",
      ]);
    }
  });
});

describe("reading a checkout", () => {
  it("tells how it is at Stripe now, whatever webhooks have told", async () => {
    const subjectId = await service.opened();
    expect(checkoutOf(await service.read(subjectId)).status).toBe("open");
    await service.pay(subjectId);
    expect(checkoutOf(await service.read(subjectId))).toMatchObject({
      status: "complete",
      paymentStatus: "paid",
    });
    expect(await service.newsOf(subjectId)).toEqual(["payment.succeeded.v1"]);
  });

  it("is 404 when there is none", async () => {
    const reply = await service.read(newSubject());
    expect(reply.status).toBe(404);
    expect(codeOf(reply)).toBe("PAYMENT.CHECKOUT_NOT_FOUND");
  });

  it("is 503 while Stripe does not say", async () => {
    const subjectId = await service.opened();
    await service.breakStripe({ kind: "timeout-before", next: 3 });
    expect((await service.read(subjectId)).status).toBe(503);
  });
});
