import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import type Stripe from "stripe";
import {
  cardFields,
  DECLINED_CARD,
  GOOD_CARD,
  openSession,
  POOR_CARD,
  submitForm,
  submitJson,
} from "./checkout.js";
import {
  SECRET_KEY,
  startTestEmulator,
  type TestEmulator,
  WEBHOOK_SECRET,
} from "./emulator.js";

let emulator: TestEmulator;
let stripe: Stripe;
beforeAll(async () => {
  emulator = await startTestEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.close());

const intentOf = async (sessionId: string): Promise<Stripe.PaymentIntent> => {
  const session = await stripe.checkout.sessions.retrieve(sessionId, {
    expand: ["payment_intent.latest_charge"],
  });
  if (
    session.payment_intent === null ||
    typeof session.payment_intent === "string"
  )
    throw new Error("no intent was expanded");
  return session.payment_intent;
};

const capturesOf = async (sessionId: string) => {
  const { captures } = await emulator.ledger();
  return captures.filter(({ session }) => session === sessionId);
};

const eventTypesOf = async (objectId: string): Promise<string[]> => {
  const { data } = await stripe.events.list({ limit: 100 });
  return data
    .filter(
      (event) => "id" in event.data.object && event.data.object.id === objectId,
    )
    .map(({ type }) => type);
};

describe("paying at the hosted page", () => {
  it("takes the money once and leads back with the session's id when a card works", async () => {
    const session = await openSession(stripe);
    const response = await submitForm(session, cardFields(GOOD_CARD));
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(
      `http://127.0.0.1:8080/paid?session=${session.id}`,
    );

    const paid = await stripe.checkout.sessions.retrieve(session.id);
    expect(paid).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
    });
    const intent = await intentOf(session.id);
    expect(intent).toMatchObject({
      status: "succeeded",
      amount: 5_250_000,
      amount_received: 5_250_000,
      metadata: { subjectId: "booking-1" },
      latest_charge: {
        object: "charge",
        status: "succeeded",
        amount_captured: 5_250_000,
      },
    });
    expect(await eventTypesOf(session.id)).toEqual([
      "checkout.session.completed",
    ]);
    expect(await eventTypesOf(intent.id)).toEqual(["payment_intent.succeeded"]);
  });

  it("captures once however often the form is sent", async () => {
    const session = await openSession(stripe);
    const responses = await Promise.all(
      Array.from({ length: 20 }, () =>
        submitForm(session, cardFields(GOOD_CARD)),
      ),
    );
    expect(new Set(responses.map(({ status }) => status))).toEqual(
      new Set([303]),
    );
    expect(await capturesOf(session.id)).toHaveLength(1);
    expect(await eventTypesOf(session.id)).toEqual([
      "checkout.session.completed",
    ]);
  });

  it.each([
    [DECLINED_CARD, "Your card was declined.", "generic_decline"],
    [POOR_CARD, "Your card has insufficient funds.", "insufficient_funds"],
    ["4111 1111 1111 1111", "used a non test card", "test_mode_live_card"],
  ])(
    "declines %s in words, takes nothing and lets the payer try again",
    async (card, words, code) => {
      const session = await openSession(stripe);
      const response = await submitForm(session, cardFields(card));
      expect(response.status).toBe(402);
      const page = await response.text();
      expect(page).toContain(words);
      expect(page).not.toContain(card.replaceAll(" ", ""));

      const intent = await intentOf(session.id);
      expect(intent).toMatchObject({
        status: "requires_payment_method",
        amount_received: 0,
        last_payment_error: {
          type: "card_error",
          code: "card_declined",
          decline_code: code,
        },
      });
      expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe(
        "open",
      );
      expect(await eventTypesOf(intent.id)).toEqual([
        "payment_intent.payment_failed",
      ]);

      expect((await submitForm(session, cardFields(GOOD_CARD))).status).toBe(
        303,
      );
      expect((await intentOf(session.id)).id).toBe(intent.id);
      expect(await capturesOf(session.id)).toHaveLength(1);
    },
  );

  it("takes nothing on an expired session and says so", async () => {
    const session = await openSession(stripe);
    await stripe.checkout.sessions.expire(session.id);
    const page = await fetch(session.url ?? "");
    expect(page.status).toBe(410);
    expect(await page.text()).toContain("has expired");
    expect((await submitForm(session, cardFields(GOOD_CARD))).status).toBe(410);
    expect((await submitJson(session, cardFields(GOOD_CARD))).status).toBe(410);
    expect(await capturesOf(session.id)).toEqual([]);
  });
});

describe("expiring and paying at once", () => {
  it("ends in one of the two, never in both", async () => {
    const endings = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const session = await openSession(stripe);
        const [paid, expired] = await Promise.allSettled([
          submitJson(session, cardFields(GOOD_CARD)).then(
            ({ status }) => status === 200,
          ),
          stripe.checkout.sessions.expire(session.id),
        ]);
        const wasPaid = paid.status === "fulfilled" && paid.value;
        expect(wasPaid).not.toBe(expired.status === "fulfilled");
        expect(await capturesOf(session.id)).toHaveLength(wasPaid ? 1 : 0);
        return wasPaid;
      }),
    );
    expect(endings).toHaveLength(20);
  });
});

describe("a slow method", () => {
  it("completes the session without the money, and tells later that it came", async () => {
    const session = await openSession(stripe);
    const response = await submitForm(session, { method: "bank_success" });
    expect(response.status).toBe(303);
    const pending = await stripe.checkout.sessions.retrieve(session.id);
    expect(pending).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
    });
    expect((await intentOf(session.id)).status).toBe("processing");
    expect(await capturesOf(session.id)).toEqual([]);

    await eventually(async () =>
      expect(await eventTypesOf(session.id)).toEqual([
        "checkout.session.async_payment_succeeded",
        "checkout.session.completed",
      ]),
    );
    expect(
      (await stripe.checkout.sessions.retrieve(session.id)).payment_status,
    ).toBe("paid");
    expect(await capturesOf(session.id)).toHaveLength(1);
  });

  it("tells later that it failed, and keeps nothing", async () => {
    const session = await openSession(stripe);
    await emulator.control("POST", `/sessions/${session.id}/pay`, {
      method: "bank_failure",
    });
    await eventually(async () =>
      expect(await eventTypesOf(session.id)).toContain(
        "checkout.session.async_payment_failed",
      ),
    );
    const after = await stripe.checkout.sessions.retrieve(session.id);
    expect(after).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
    });
    expect((await intentOf(session.id)).status).toBe("requires_payment_method");
    expect(await capturesOf(session.id)).toEqual([]);
  });
});

describe("the log", () => {
  it("never holds a card number, what was typed, or a key", async () => {
    const session = await openSession(stripe);
    await submitForm(session, cardFields("4111 1111 1111 1111"));
    await submitForm(session, cardFields(GOOD_CARD));
    await eventually(() => expect(emulator.log()).toContain("delivered"));
    const log = emulator.log().replaceAll(" ", "");
    for (const secret of [
      GOOD_CARD,
      "4111111111111111",
      SECRET_KEY,
      WEBHOOK_SECRET,
      "AshaRao",
    ])
      expect(log).not.toContain(secret);
  });
});
