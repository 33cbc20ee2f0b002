import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import Stripe from "stripe";
import { openSession, payByCard } from "./checkout.js";
import {
  startTestEmulator,
  type TestEmulator,
  WEBHOOK_SECRET,
} from "./emulator.js";

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await startTestEmulator();
});
afterEach(() => emulator.close());

const behave = (behaviour: object) =>
  emulator.control("PUT", "/webhooks", behaviour);
const counts = () =>
  emulator.control("GET", "/webhooks") as Promise<{
    pending: number;
    lost: number;
  }>;

async function expireOne(): Promise<string> {
  const { id } = await openSession(emulator.stripe);
  await emulator.stripe.checkout.sessions.expire(id);
  return id;
}

interface Delivery {
  readonly event: string;
  readonly status: string;
  readonly attempts: number;
}

const deliveries = async () => {
  const answer = await emulator.control("GET", "/deliveries");
  return (answer as { readonly deliveries: readonly Delivery[] }).deliveries;
};

describe("a webhook", () => {
  it("carries the event and a signature that the official client accepts, and no other secret's", async () => {
    const id = await expireOne();
    await eventually(() => expect(emulator.heard).toHaveLength(1));
    const [first] = emulator.heard;
    if (first === undefined) throw new Error("nothing was heard");
    const { payload, headers, event } = first;
    const signature = String(headers["stripe-signature"]);
    const { webhooks } = emulator.stripe;
    expect(
      webhooks.constructEvent(payload, signature, WEBHOOK_SECRET),
    ).toMatchObject({
      object: "event",
      api_version: Stripe.API_VERSION,
      type: "checkout.session.expired",
      data: { object: { object: "checkout.session", id, status: "expired" } },
      request: { id: expect.stringMatching(/^req_/) },
    });
    expect(() =>
      webhooks.constructEvent(`${payload} `, signature, WEBHOOK_SECRET),
    ).toThrow();
    expect(() =>
      webhooks.constructEvent(payload, signature, "whsec_anotherSecret"),
    ).toThrow();
    const stored = await emulator.stripe.events.retrieve(event.id);
    await eventually(async () =>
      expect(
        (await emulator.stripe.events.retrieve(event.id)).pending_webhooks,
      ).toBe(0),
    );
    expect(stored.type).toBe("checkout.session.expired");
  });

  it("is sent again, signed anew, until it is accepted", async () => {
    emulator.answerWebhooks(500);
    await expireOne();
    await eventually(() =>
      expect(emulator.heard.length).toBeGreaterThanOrEqual(2),
    );
    emulator.answerWebhooks(200);
    await eventually(async () => expect((await counts()).pending).toBe(0));
    const accepted = emulator.heard.length;
    const signatures = emulator.heard.map(
      ({ headers }) => headers["stripe-signature"],
    );
    expect(new Set(signatures).size).toBe(accepted);
    expect(new Set(emulator.heard.map(({ event }) => event.id)).size).toBe(1);
  });

  it("can be followed, one that is lost too", async () => {
    await behave({ lose: { next: 1 } });
    await expireOne();
    await expireOne();
    await eventually(() => expect(emulator.heard).toHaveLength(1));
    const [heard] = emulator.heard;
    await eventually(async () =>
      expect(await deliveries()).toEqual([
        expect.objectContaining({ status: "lost", attempts: 0 }),
        expect.objectContaining({
          event: heard?.event.id,
          status: "delivered",
          attempts: 1,
        }),
      ]),
    );
  });

  it("is not forgotten when the emulator stops before it was accepted", async () => {
    emulator.answerWebhooks(503);
    const id = await expireOne();
    await eventually(() => expect(emulator.heard).toHaveLength(1));
    await emulator.stop();
    emulator.answerWebhooks(200);
    await emulator.start();
    await eventually(async () => expect((await counts()).pending).toBe(0));
    expect(emulator.heard.at(-1)?.event.data.object).toMatchObject({
      id,
      status: "expired",
    });
  });
});

describe("told to travel badly, webhooks", () => {
  it("are lost, the next few of them, while the events can still be read", async () => {
    await behave({ lose: { next: 1 } });
    const lost = await expireOne();
    const arrives = await expireOne();
    await eventually(() => expect(emulator.heard).toHaveLength(1));
    expect(emulator.heard[0]?.event.data.object).toMatchObject({ id: arrives });
    expect(await counts()).toMatchObject({ lost: 1 });
    const { data } = await emulator.stripe.events.list({
      type: "checkout.session.*",
    });
    expect(
      data.map((event) =>
        "id" in event.data.object ? event.data.object.id : "",
      ),
    ).toEqual([arrives, lost]);
  });

  it("are lost, all of some types", async () => {
    await behave({ lose: 1, types: ["checkout.session.completed"] });
    await payByCard(emulator.stripe);
    await eventually(() =>
      expect(emulator.heardTypes()).toEqual(["payment_intent.succeeded"]),
    );
    expect(await counts()).toMatchObject({ lost: 1, pending: 0 });
  });

  it("come several times", async () => {
    await behave({ repeat: 4 });
    await expireOne();
    await eventually(() => expect(emulator.heard).toHaveLength(5));
    expect(new Set(emulator.heard.map(({ event }) => event.id)).size).toBe(1);
  });

  it("come late", async () => {
    await behave({ delayMs: 700 });
    const told = Date.now();
    await expireOne();
    await eventually(() => expect(emulator.heard).toHaveLength(1));
    expect(Date.now() - told).toBeGreaterThanOrEqual(700);
  });

  it("come in the reverse of their order", async () => {
    await behave({ reorder: true });
    await payByCard(emulator.stripe);
    await eventually(() =>
      expect(emulator.heardTypes()).toEqual([
        "checkout.session.completed",
        "payment_intent.succeeded",
      ]),
    );
  });
});
