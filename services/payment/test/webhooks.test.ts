import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import Stripe from "stripe";
import { WEBHOOK_SECRET } from "../emulator/test/emulator.js";
import {
  asSent,
  checkoutOf,
  codeOf,
  startService,
  type Service,
} from "./service.js";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const sign = (
  payload: string,
  timestamp?: number,
  secret = WEBHOOK_SECRET,
) => ({
  payload,
  signature: Stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    ...(timestamp !== undefined && { timestamp }),
  }),
});

/** The same webhook as if it were sent now, with another id. */
const renamed = (payload: string, id: string) =>
  sign(JSON.stringify({ ...(JSON.parse(payload) as object), id }));

async function paid(): Promise<{ subjectId: string; payload: string }> {
  const subjectId = await service.opened();
  await service.pay(subjectId);
  const type = "checkout.session.completed";
  const { payload } = await service.heard(subjectId, type);
  return { subjectId, payload };
}

async function stored(subjectId: string) {
  const [row] = await service.dataSource.query<
    { status: string; money: string }[]
  >("SELECT status, money FROM checkout WHERE subject_id = $1", [subjectId]);
  return row;
}

const eventsStored = async (id: string) =>
  service.dataSource.query<unknown[]>(
    "SELECT 1 FROM stripe_event WHERE event_id = $1",
    [id],
  );

function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

describe("a webhook", () => {
  it("changes state once and announces once when it comes fifty times at once", async () => {
    const { subjectId, payload } = await paid();
    const webhook = sign(payload);
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        service.deliver(webhook, n % 2 ? service.app : service.replica),
      ),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(
      new Set([200]),
    );
    expect(await stored(subjectId)).toEqual({
      status: "complete",
      money: "paid",
    });
    expect(await service.newsOf(subjectId)).toEqual(["payment.succeeded.v1"]);
    const { id } = JSON.parse(payload) as { id: string };
    expect(await eventsStored(id)).toHaveLength(1);
  });

  it("announces the payment with its subject and amount", async () => {
    const { subjectId, payload } = await paid();
    await service.deliver(sign(payload));
    const rows = await service.dataSource.query<unknown[]>(
      "SELECT destination, type, payload FROM outbox WHERE aggregate_id = $1",
      [subjectId],
    );
    const { amountPaise, currency } = checkoutOf(await service.read(subjectId));
    expect(rows).toEqual([
      {
        destination: "payments",
        type: "payment.succeeded.v1",
        payload: { purpose: "booking", subjectId, amountPaise, currency },
      },
    ]);
  });

  it.each(["bank_success", "bank_failure"] as const)(
    "may come in any order with the others: %s",
    async (method) => {
      const outcome = method === "bank_success" ? "succeeded" : "failed";
      const types = [
        "checkout.session.completed",
        `checkout.session.async_payment_${outcome}`,
      ];
      for (const order of orders(types)) {
        const subjectId = await service.opened();
        await service.pay(subjectId, method);
        for (const type of order) {
          const webhook = await service.heard(subjectId, type);
          const reply = await service.deliver(asSent(webhook));
          expect(reply.status).toBe(200);
        }
        expect(await stored(subjectId)).toEqual({
          status: "complete",
          money: outcome === "succeeded" ? "paid" : "failed",
        });
        expect(await service.newsOf(subjectId)).toEqual([
          `payment.${outcome}.v1`,
        ]);
      }
    },
  );

  it("that tells what others tell at the same time is announced once", async () => {
    const { subjectId, payload } = await paid();
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        service.deliver(
          renamed(payload, `evt_${subjectId}_${n}`),
          n % 2 ? service.app : service.replica,
        ),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual(
      Array<number>(20).fill(200),
    );
    expect(await service.newsOf(subjectId)).toEqual(["payment.succeeded.v1"]);
    expect(await eventsStored(`evt_${subjectId}_19`)).toHaveLength(1);
  });

  it("of an expired session closes the checkout", async () => {
    const subjectId = await service.opened();
    const [session] = await service.sessionsOf(subjectId);
    await service.emulator.control(
      "POST",
      `/sessions/${session?.id ?? ""}/expire`,
    );
    const webhook = await service.heard(subjectId, "checkout.session.expired");
    await service.deliver(asSent(webhook));
    expect((await stored(subjectId))?.status).toBe("expired");
    expect(await service.newsOf(subjectId)).toEqual(["payment.expired.v1"]);
  });

  it("of somebody else is stored and answered 200", async () => {
    const { payload } = await paid();
    const foreign = payload.replaceAll(/"subjectId": "[^"]+"/g, '"other": "1"');
    const reply = await service.deliver(renamed(foreign, "evt_foreign"));
    expect(reply.status).toBe(200);
    expect(await eventsStored("evt_foreign")).toHaveLength(1);
    const unheardOf =
      '{"id":"evt_new","object":"event","type":"price.created","data":{"object":{}}}';
    expect((await service.deliver(sign(unheardOf))).status).toBe(200);
    expect(await eventsStored("evt_new")).toHaveLength(1);
  });

  it("is not acknowledged when its effect could not be committed, and works when it comes again", async () => {
    const { subjectId, payload } = await paid();
    const { id } = JSON.parse(payload) as { id: string };
    await service.dataSource.query("ALTER TABLE outbox RENAME TO gone");
    expect((await service.deliver(sign(payload))).status).toBe(500);
    await service.dataSource.query("ALTER TABLE gone RENAME TO outbox");
    expect(await eventsStored(id)).toEqual([]);
    expect((await stored(subjectId))?.status).toBe("open");
    expect((await service.deliver(sign(payload))).status).toBe(200);
    expect(await service.newsOf(subjectId)).toEqual(["payment.succeeded.v1"]);
  });
});

describe("a webhook is refused", () => {
  const now = () => Math.floor(Date.now() / 1000);
  const forgeries = {
    "with another secret's signature": (payload: string) =>
      sign(payload, undefined, "whsec_someoneElse1"),
    "with a changed body": (payload: string) => ({
      ...sign(payload),
      payload: payload.replace('"paid"', '"paid" '),
    }),
    "with an old signature": (payload: string) => sign(payload, now() - 301),
    "with nonsense as signature": (payload: string) => ({
      payload,
      signature: "t=1,v1=00",
    }),
    "without a body": () => sign(""),
    "without an event": () => sign("paid"),
  };

  it.each(Object.entries(forgeries))("%s", async (_name, forge) => {
    const { subjectId, payload } = await paid();
    const reply = await service.deliver(forge(payload));
    expect(reply.status).toBe(400);
    expect(codeOf(reply)).toBe("PAYMENT.SIGNATURE_INVALID");
    expect((await stored(subjectId))?.status).toBe("open");
  });

  it("without a signature", async () => {
    const reply = await service.app.call("/public/webhooks/stripe", {
      method: "POST",
      body: { id: "evt_1", type: "checkout.session.completed" },
    });
    expect(reply.status).toBe(400);
    expect(codeOf(reply)).toBe("PAYMENT.SIGNATURE_INVALID");
  });

  it("when it is far larger than any of Stripe's", async () => {
    const reply = await service.deliver(sign("x".repeat(2 * 1024 * 1024)));
    expect(reply.status).toBe(413);
  });

  it("when it does not come from the own sidecar", async () => {
    const { payload } = await paid();
    const reply = await fetch(`${service.app.url}/public/webhooks/stripe`, {
      method: "POST",
      headers: { "stripe-signature": sign(payload).signature },
      body: payload,
    });
    expect(reply.status).toBe(401);
  });
});
