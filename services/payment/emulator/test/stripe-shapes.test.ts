import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { provisionStripeMock } from "@rentezy/local/engines";
import { eventually } from "@rentezy/testkit";
import Stripe from "stripe";
import {
  cardFields,
  checkoutParameters,
  DECLINED_CARD,
  intentIdOf,
  openSession,
  payByCard,
  submitForm,
  submitJson,
  UNREFUNDABLE_CARD,
} from "./checkout.js";
import {
  SECRET_KEY,
  startTestEmulator,
  type TestEmulator,
} from "./emulator.js";
import { differences, type Schemas } from "./openapi-shape.js";
import { startStripeMock, type StripeMock } from "./stripe-mock.js";

/** The pinned client speaks a newer version of the API than this stripe-mock; these keys came in between. */
const NEWER_THAN_THE_MOCK = new Set([
  "allowed_payment_method_types",
  "electronic_commerce_indicator",
  "payment_record",
  "source",
]);

let emulator: TestEmulator;
let stripe: Stripe;
let mock: StripeMock;
let schemas: Schemas;
beforeAll(async () => {
  const files = await provisionStripeMock();
  const openApi = JSON.parse(await readFile(files.openApi, "utf8")) as {
    components: { schemas: Schemas };
  };
  schemas = openApi.components.schemas;
  mock = await startStripeMock(files);
  emulator = await startTestEmulator();
  stripe = emulator.stripe;
}, 300_000);
afterAll(async () => {
  await emulator.close();
  await mock.close();
});

const comparison = () => ({ schemas, allowed: NEWER_THAN_THE_MOCK });

const expectShape = (name: string, value: unknown) => {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  expect(
    differences(plain, { $ref: `#/components/schemas/${name}` }, comparison()),
  ).toEqual([]);
};

describe("the comparison with Stripe's shapes", () => {
  it("finds a key that Stripe does not have, one that is missing and one of another type", async () => {
    const session = await openSession(stripe);
    const wrong = {
      ...session,
      id: undefined,
      invented: 1,
      amount_total: "5",
      payment_status: "maybe",
      mode: null,
    };
    const found = differences(
      JSON.parse(JSON.stringify(wrong)),
      { $ref: "#/components/schemas/checkout.session" },
      comparison(),
    );
    expect(found.map((text) => text.split(":")[0]).sort()).toEqual([
      ".amount_total",
      ".id",
      ".invented",
      ".mode",
      ".payment_status",
    ]);
  });
});

describe("what the emulator answers has Stripe's shape:", () => {
  it("checkout sessions, open, expired, paid and waiting for a bank", async () => {
    const open = await openSession(stripe);
    expectShape("checkout.session", open);
    expectShape(
      "checkout.session",
      await stripe.checkout.sessions.expire(open.id, {
        expand: ["line_items"],
      }),
    );
    expectShape("checkout.session", (await payByCard(stripe)).session);
    const slow = await openSession(stripe);
    await submitForm(slow, { method: "bank_success" });
    expectShape(
      "checkout.session",
      await stripe.checkout.sessions.retrieve(slow.id),
    );
  });

  it("payment intents with their charges, declined, canceled, processing and succeeded", async () => {
    const retrieve = async (sessionId: string) =>
      stripe.paymentIntents.retrieve(
        intentIdOf(await stripe.checkout.sessions.retrieve(sessionId)),
        { expand: ["latest_charge"] },
      );
    const declined = await openSession(stripe);
    await submitForm(declined, cardFields(DECLINED_CARD));
    expectShape("payment_intent", await retrieve(declined.id));
    await stripe.checkout.sessions.expire(declined.id);
    expectShape("payment_intent", await retrieve(declined.id));
    const slow = await openSession(stripe);
    await submitForm(slow, { method: "bank_failure" });
    expectShape("payment_intent", await retrieve(slow.id));
    expectShape(
      "payment_intent",
      await retrieve((await payByCard(stripe)).session.id),
    );
  });

  it("refunds, succeeded, pending and failed", async () => {
    const { intentId } = await payByCard(stripe, UNREFUNDABLE_CARD);
    const refund = await stripe.refunds.create({
      payment_intent: intentId,
      reason: "requested_by_customer",
    });
    expectShape("refund", refund);
    await eventually(async () =>
      expect((await stripe.refunds.retrieve(refund.id)).status).toBe("failed"),
    );
    expectShape("refund", await stripe.refunds.retrieve(refund.id));

    const slow = await openSession(stripe);
    await submitJson(slow, { method: "bank_success" });
    const paid = await eventually(async () => {
      const session = await stripe.checkout.sessions.retrieve(slow.id);
      expect(session.payment_status).toBe("paid");
      return session;
    });
    const pending = await stripe.refunds.create({
      payment_intent: intentIdOf(paid),
    });
    expect(pending.status).toBe("pending");
    expectShape("refund", pending);
  });

  it("events, and the objects inside them", async () => {
    await eventually(() =>
      expect(new Set(emulator.heardTypes()).size).toBeGreaterThanOrEqual(9),
    );
    const seen = new Set<string>();
    for await (const event of stripe.events.list({ limit: 100 })) {
      expectShape("event", event);
      expectShape(event.data.object.object, event.data.object);
      seen.add(event.type);
    }
    expect([...seen].sort()).toEqual([
      "charge.refunded",
      "checkout.session.async_payment_failed",
      "checkout.session.async_payment_succeeded",
      "checkout.session.completed",
      "checkout.session.expired",
      "payment_intent.payment_failed",
      "payment_intent.succeeded",
      "refund.created",
      "refund.failed",
      "refund.updated",
    ]);
  });

  it("errors", async () => {
    const headers = { authorization: `Bearer ${SECRET_KEY}` };
    for (const path of [
      "/v1/checkout/sessions/cs_nothing",
      "/v1/events?limit=0",
      "/v1/nothing",
    ]) {
      const response = await fetch(`${emulator.url()}${path}`, { headers });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expectShape("error", await response.json());
    }
  });

  it("the client's version of the API is the one that events name", async () => {
    const { data } = await stripe.events.list({ limit: 1 });
    expect(data[0]?.api_version).toBe(Stripe.API_VERSION);
  });
});

describe("what the emulator understands is what Stripe understands:", () => {
  const mocked = (): Stripe =>
    new Stripe("sk_test_123", {
      host: "127.0.0.1",
      port: mock.port,
      protocol: "http",
      maxNetworkRetries: 0,
      telemetry: false,
    });

  it("the requests to create, expire and list sessions and to refund", async () => {
    const there = mocked();
    await expect(
      there.checkout.sessions.create(checkoutParameters()),
    ).resolves.toBeDefined();
    await expect(
      there.checkout.sessions.expire("cs_1", { expand: ["line_items"] }),
    ).resolves.toBeDefined();
    await expect(
      there.checkout.sessions.list({
        limit: 2,
        status: "open",
        payment_intent: "pi_1",
      }),
    ).resolves.toBeDefined();
    await expect(
      there.refunds.create({
        payment_intent: "pi_1",
        amount: 1,
        reason: "duplicate",
        metadata: { a: "b" },
      }),
    ).resolves.toBeDefined();
    await expect(
      there.refunds.list({ payment_intent: "pi_1" }),
    ).resolves.toBeDefined();
    await expect(
      there.events.list({ types: ["refund.created"], created: { gte: 1 } }),
    ).resolves.toBeDefined();
  });

  it("a parameter that Stripe does not know is refused by both", async () => {
    const invented = {
      ...checkoutParameters(),
      invented: "1",
    } as Stripe.Checkout.SessionCreateParams;
    for (const client of [mocked(), stripe])
      await expect(
        client.checkout.sessions.create(invented),
      ).rejects.toMatchObject({ statusCode: 400 });
  });
});
