import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { postgresCheckouts } from "../src/persistence/postgres-checkouts.js";
import type { Due } from "../src/use-cases/ports.js";
import {
  asSent,
  startService,
  type PayingMethod,
  type Service,
} from "./service.js";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

/** Pays and waits until the money, or its failure, is in Stripe's books. */
async function paidBy(method: PayingMethod, lastWebhook: string) {
  const subjectId = await service.opened();
  await service.pay(subjectId, method);
  await service.heard(subjectId, lastWebhook);
  return subjectId;
}

const checkoutsOf = ({ resources: { dataSource, now } }: Service) =>
  postgresCheckouts(dataSource, {
    pace: { afterSeconds: 20, maxIntervalSeconds: 600 },
    claimSeconds: 60,
    now,
  });

describe("the sweeper", () => {
  it("learns from Stripe what lost webhooks would have told", async () => {
    const card = await paidBy("card", "checkout.session.completed");
    const slow = await paidBy(
      "bank_success",
      "checkout.session.async_payment_succeeded",
    );
    const failed = await paidBy(
      "bank_failure",
      "checkout.session.async_payment_failed",
    );
    const expired = await service.opened();
    const [session] = await service.sessionsOf(expired);
    const path = `/sessions/${session?.id ?? ""}/expire`;
    await service.emulator.control("POST", path);
    service.pass(21);
    await service.sweep();
    expect(await service.newsOf(card)).toEqual(["payment.succeeded.v1"]);
    expect(await service.newsOf(slow)).toEqual(["payment.succeeded.v1"]);
    expect(await service.newsOf(failed)).toEqual(["payment.failed.v1"]);
    expect(await service.newsOf(expired)).toEqual(["payment.expired.v1"]);
  });

  it("shows in the metrics how far it is behind", async () => {
    const behind = async () => {
      const { text } = await service.app.call("/metrics");
      const value = /^payment_look_overdue_seconds\{.*\} (\S+)$/m.exec(text);
      return Number(value?.[1]);
    };
    await service.sweep();
    await service.opened();
    expect(await behind()).toBe(0);
    service.pass(320);
    expect(await behind()).toBeGreaterThan(290);
    await service.sweep();
    expect(await behind()).toBe(0);
  });

  it("learns of money that came after the end, and that no webhook has told", async () => {
    const subjectId = await service.opened();
    await service.expire(subjectId);
    const [session] = await service.sessionsOf(subjectId);
    const path = `/sessions/${session?.id ?? ""}/pay-late`;
    await service.emulator.control("POST", path);
    expect(await service.newsOf(subjectId)).toEqual(["payment.expired.v1"]);
    service.pass(21);
    await service.sweep();
    expect(await service.newsOf(subjectId)).toEqual([
      "payment.expired.v1",
      "payment.succeeded.v1",
    ]);
  });

  it("learns what became of a refund", async () => {
    const subjectId = await paidBy(
      "bank_success",
      "checkout.session.async_payment_succeeded",
    );
    await service.refund(subjectId);
    await service.heard(subjectId, "refund.updated");
    service.pass(21);
    await service.sweep();
    expect(await service.newsOf(subjectId)).toEqual([
      "payment.succeeded.v1",
      "payment.refunded.v1",
    ]);
  });

  it("looks at once when a webhook tells of a refunded charge, which names no refund", async () => {
    const subjectId = await paidBy("card", "checkout.session.completed");
    await service.read(subjectId);
    const [session] = await service.sessionsOf(subjectId);
    await service.emulator.stripe.refunds.create({
      payment_intent: session?.paymentIntent ?? "",
    });
    const webhook = await service.heard(subjectId, "charge.refunded");
    await service.deliver(asSent(webhook));
    await service.sweep();
    expect(await service.newsOf(subjectId)).toEqual([
      "payment.succeeded.v1",
      "payment.refunded.v1",
    ]);
  });

  it("leaves a checkout to its caller for a while, and comes back less and less often", async () => {
    const subjectId = await service.opened();
    const looksAfter = async (seconds: number) => {
      service.pass(seconds);
      await service.sweep();
      const { dataSource } = service.resources;
      const rows: unknown = await dataSource.query(
        "SELECT looks FROM checkout WHERE subject_id = $1",
        [subjectId],
      );
      return rows;
    };
    const looks = (count: number) => [{ looks: count }];
    expect(await looksAfter(15)).toEqual(looks(0));
    expect(await looksAfter(10)).toEqual(looks(1));
    expect(await looksAfter(30)).toEqual(looks(1));
    expect(await looksAfter(15)).toEqual(looks(2));
    expect(await looksAfter(70)).toEqual(looks(2));
    expect(await looksAfter(15)).toEqual(looks(3));
  });

  it("goes on with the others when Stripe does not answer about one", async () => {
    const paid = await Promise.all(
      [1, 2, 3].map(() => paidBy("card", "checkout.session.completed")),
    );
    service.pass(21);
    await service.breakStripe({ kind: "timeout-before", next: 3 });
    expect((await service.sweep()).status).toBe(200);
    await eventually(async () => {
      service.pass(60);
      await service.sweep();
      for (const subjectId of paid) {
        expect(await service.newsOf(subjectId)).toEqual([
          "payment.succeeded.v1",
        ]);
      }
    });
  });

  it("does not put off a look that a webhook asked for while it was looking", async () => {
    const checkouts = checkoutsOf(service);
    const subjectId = await service.opened();
    service.pass(21);
    const isIts = ({ checkout }: Due) => checkout.subjectId === subjectId;
    const due = (await checkouts.claimDue(1_000)).find(isIts);
    if (!due) throw new Error("it is not due");
    const webhook = { id: randomUUID(), type: "charge.refunded" };
    await checkouts.lookOnce(webhook, { subject: due.checkout });
    await checkouts.looked(due);
    expect((await checkouts.claimDue(1_000)).some(isIts)).toBe(true);
  });

  it("does not do the work of another replica", async () => {
    const checkouts = checkoutsOf(service);
    await Promise.all(Array.from({ length: 10 }, () => service.opened()));
    service.pass(3_600);
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => checkouts.claimDue(4)),
    );
    const ids = claims.flat().map(({ checkout }) => checkout.subjectId);
    expect(ids.length).toBeGreaterThanOrEqual(10);
    expect(new Set(ids).size).toBe(ids.length);
    service.pass(61);
    expect(await checkouts.claimDue(1)).toHaveLength(1);
  });
});
