import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  AMOUNT,
  asSent,
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

const subjectId = newSubject();
const wish = {
  purpose: "booking",
  subjectId,
  amountPaise: AMOUNT,
  currency: "INR",
  description: "A room",
};
const path = `/internal/checkout-sessions/booking/${subjectId}`;
const internal: readonly [string, string, object | undefined][] = [
  ["POST", "/internal/checkout-sessions", wish],
  ["GET", path, undefined],
  ["POST", `${path}/expire`, undefined],
  ["POST", "/internal/refunds", { purpose: "booking", subjectId }],
];

const strangers = [undefined, "gateway", "gateway-public", "property", "auth"];

describe("internal operations", () => {
  it.each(internal)(
    "refuse every caller but the named: %s %s",
    async (method, url, body) => {
      for (const caller of strangers) {
        const reply = await service.app.call(url, {
          method,
          ...(body && { body }),
          headers: { ...(caller && { "dapr-caller-app-id": caller }) },
        });
        expect(reply.status).toBe(403);
        expect(codeOf(reply)).toBe("ACCESS.DENIED");
      }
      expect(await service.sessionsOf(subjectId)).toEqual([]);
    },
  );

  it.each(internal)(
    "refuse whoever lacks the app token: %s %s",
    async (method, url) => {
      const reply = await fetch(`${service.app.url}${url}`, {
        method,
        headers: { "dapr-caller-app-id": "booking" },
      });
      expect(reply.status).toBe(401);
    },
  );

  const wrong = {
    "an unknown field": { ...wish, extra: 1 },
    "a fraction of a paisa": { ...wish, amountPaise: 100.5 },
    "nothing to pay": { ...wish, amountPaise: 0 },
    "a debt": { ...wish, amountPaise: -100 },
    "too much": { ...wish, amountPaise: 1e15 },
    "another currency": { ...wish, currency: "USD" },
    "another purpose": { ...wish, purpose: "gift" },
    "no UUID": { ...wish, subjectId: "1 OR 1=1" },
    "no description": { ...wish, description: "" },
    "a NUL": { ...wish, description: "a\0b" },
  };
  it.each(Object.entries(wrong))("refuse %s", async (_name, body) => {
    const reply = await service.app.call("/internal/checkout-sessions", {
      method: "POST",
      headers: { "dapr-caller-app-id": "booking" },
      body,
    });
    expect(reply.status).toBe(422);
    expect(codeOf(reply)).toBe("REQUEST.INVALID");
  });
});

describe("the sweep", () => {
  it("is there for the sidecar's cron", async () => {
    const url = "/events/payment-sweep";
    expect((await service.app.call(url, { method: "OPTIONS" })).status).toBe(
      200,
    );
    expect((await service.app.call(url, { method: "POST" })).status).toBe(200);
  });

  it("cannot be set off by another app", async () => {
    const reply = await service.app.call("/events/payment-sweep", {
      method: "POST",
      headers: { "dapr-caller-app-id": "booking" },
    });
    expect(reply.status).toBe(403);
  });
});

describe("the log", () => {
  it("holds neither keys, signatures nor bodies, whatever goes wrong", async () => {
    const subject = await service.opened();
    await service.pay(subject);
    const heard = await service.heard(subject, "checkout.session.completed");
    const { payload, signature } = asSent(heard);
    await service.deliver({ payload: `${payload} `, signature });
    await service.dataSource.query("ALTER TABLE outbox RENAME TO gone");
    await service.deliver({ payload, signature });
    await service.dataSource.query("ALTER TABLE gone RENAME TO outbox");
    await service.breakStripe({ kind: "500", next: 1 });
    await service.open(newSubject());
    await service.breakStripe({ kind: "timeout-before", next: 3 });
    await service.open(newSubject());
    const log = service.log();
    expect(log).toContain("Stripe did not do as asked");
    expect(log).toContain("request failed");
    const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, APP_API_TOKEN } =
      service.resources.config;
    const secrets = [STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, APP_API_TOKEN];
    for (const secret of [...secrets, signature.slice(-64), "Test Payer"])
      expect(log).not.toContain(secret);
  });
});
