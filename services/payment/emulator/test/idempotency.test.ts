import { randomUUID } from "node:crypto";
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  it,
} from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import type Stripe from "stripe";
import { checkoutParameters, openSession, payByCard } from "./checkout.js";
import {
  SECRET_KEY,
  startTestEmulator,
  type TestEmulator,
} from "./emulator.js";

let emulator: TestEmulator;
let stripe: Stripe;
beforeAll(async () => {
  emulator = await startTestEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.close());
afterEach(() =>
  emulator.control("PUT", "/api-faults", { kind: "500", next: 0 }),
);

const countSessions = async (): Promise<number> =>
  (await stripe.checkout.sessions.list({ limit: 100 })).data.length;

/** A bare request, to see the headers that the client hides. */
const post = (path: string, key: string, body = "") =>
  fetch(`${emulator.url()}${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${SECRET_KEY}`,
      "idempotency-key": key,
      "content-type": "application/x-www-form-urlencoded",
    },
    body,
  });

describe("an idempotency key", () => {
  it("makes one session of any number of requests, and replays the first answer", async () => {
    const before = await countSessions();
    const idempotencyKey = randomUUID();
    const parameters = checkoutParameters();
    const first = await stripe.checkout.sessions.create(parameters, {
      idempotencyKey,
    });
    const again = await stripe.checkout.sessions.create(parameters, {
      idempotencyKey,
    });
    expect(again).toEqual(first);
    expect(await countSessions()).toBe(before + 1);
  });

  it("says in the headers that an answer is replayed, and of which request", async () => {
    const { id } = await openSession(stripe);
    const key = randomUUID();
    const first = await post(`/v1/checkout/sessions/${id}/expire`, key);
    const again = await post(`/v1/checkout/sessions/${id}/expire`, key);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(again.status).toBe(200);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.headers.get("original-request")).toBe(
      first.headers.get("request-id"),
    );
    expect(again.headers.get("request-id")).not.toBe(
      first.headers.get("request-id"),
    );
    expect(await again.json()).toEqual(await first.json());
  });

  it("refunds once", async () => {
    const { intentId } = await payByCard(stripe);
    const idempotencyKey = randomUUID();
    const wished = { payment_intent: intentId, amount: 100 };
    const refunds = [
      await stripe.refunds.create(wished, { idempotencyKey }),
      await stripe.refunds.create(wished, { idempotencyKey }),
    ];
    expect(refunds[0]?.id).toBe(refunds[1]?.id);
    expect(
      (await stripe.refunds.list({ payment_intent: intentId })).data,
    ).toHaveLength(1);
  });

  it("is refused for other parameters and for another endpoint", async () => {
    const idempotencyKey = randomUUID();
    const parameters = checkoutParameters();
    await stripe.checkout.sessions.create(parameters, { idempotencyKey });
    const other = { ...parameters, client_reference_id: "booking-2" };
    await expect(
      stripe.checkout.sessions.create(other, { idempotencyKey }),
    ).rejects.toMatchObject({
      statusCode: 400,
      type: "StripeIdempotencyError",
    });
    await expect(
      stripe.refunds.create({ payment_intent: "pi_1" }, { idempotencyKey }),
    ).rejects.toMatchObject({
      statusCode: 400,
      type: "StripeIdempotencyError",
    });
  });

  it("is in use while its first request is being answered", async () => {
    const { id } = await openSession(stripe);
    const key = randomUUID();
    const path = `/v1/checkout/sessions/${id}/expire`;
    await emulator.control("PUT", "/api-faults", {
      kind: "timeout-after",
      holdMs: 1_500,
    });
    const first = post(path, key).catch(() => "cut");
    await eventually(async () => {
      const second = await post(path, key);
      expect(second.status).toBe(409);
      expect(await second.json()).toMatchObject({
        error: { code: "idempotency_key_in_use" },
      });
    });
    expect(await first).toBe("cut");
    const third = await post(path, key);
    expect(third.status).toBe(200);
    expect(third.headers.get("idempotent-replayed")).toBe("true");
  });

  it("replays a 500 too, so that only a new key gets further", async () => {
    const before = await countSessions();
    const idempotencyKey = randomUUID();
    const parameters = checkoutParameters();
    await emulator.control("PUT", "/api-faults", { kind: "500", next: 1 });
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(
        stripe.checkout.sessions.create(parameters, { idempotencyKey }),
      ).rejects.toMatchObject({ statusCode: 500, type: "StripeAPIError" });
    expect(await countSessions()).toBe(before);
    await stripe.checkout.sessions.create(parameters, {
      idempotencyKey: randomUUID(),
    });
    expect(await countSessions()).toBe(before + 1);
  });

  it("does not remember refused parameters", async () => {
    const idempotencyKey = randomUUID();
    const parameters = checkoutParameters();
    const wrong = { ...parameters, expires_at: 1 };
    await expect(
      stripe.checkout.sessions.create(wrong, { idempotencyKey }),
    ).rejects.toMatchObject({ statusCode: 400, param: "expires_at" });
    const session = await stripe.checkout.sessions.create(parameters, {
      idempotencyKey,
    });
    expect(session.status).toBe("open");
  });

  it("survives a restart together with what it did", async () => {
    const idempotencyKey = randomUUID();
    const parameters = checkoutParameters();
    const first = await stripe.checkout.sessions.create(parameters, {
      idempotencyKey,
    });
    await emulator.stop();
    await emulator.start();
    const again = await stripe.checkout.sessions.create(parameters, {
      idempotencyKey,
    });
    expect(again.id).toBe(first.id);
  });
});

describe("faults of the API", () => {
  it("429 refuses without doing or remembering anything", async () => {
    const idempotencyKey = randomUUID();
    const parameters = checkoutParameters();
    await emulator.control("PUT", "/api-faults", { kind: "429", next: 1 });
    await expect(
      stripe.checkout.sessions.create(parameters, { idempotencyKey }),
    ).rejects.toMatchObject({ statusCode: 429, type: "StripeRateLimitError" });
    const session = await stripe.checkout.sessions.create(parameters, {
      idempotencyKey,
    });
    expect(session.status).toBe("open");
  });

  it.each([
    ["timeout-before", 0],
    ["timeout-after", 1],
  ])("%s gives no answer and leaves %i sessions behind", async (kind, left) => {
    const before = await countSessions();
    // The client tries once more by itself when its connection is cut.
    await emulator.control("PUT", "/api-faults", {
      kind,
      path: "/v1/checkout/sessions",
      method: "POST",
      next: 2,
    });
    await expect(
      stripe.checkout.sessions.create(checkoutParameters(), {
        idempotencyKey: randomUUID(),
      }),
    ).rejects.toMatchObject({ type: "StripeConnectionError" });
    expect(await countSessions()).toBe(before + left);
  });

  it("hit the path they are meant for only", async () => {
    const { id } = await openSession(stripe);
    await emulator.control("PUT", "/api-faults", {
      kind: "500",
      path: "/v1/checkout/sessions/*/expire",
    });
    await expect(stripe.checkout.sessions.retrieve(id)).resolves.toMatchObject({
      id,
    });
    await expect(stripe.checkout.sessions.expire(id)).rejects.toMatchObject({
      statusCode: 500,
    });
    await expect(stripe.checkout.sessions.expire(id)).resolves.toMatchObject({
      status: "expired",
    });
  });
});
