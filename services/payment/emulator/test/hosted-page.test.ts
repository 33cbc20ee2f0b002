import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type Stripe from "stripe";
import {
  cardFields,
  checkoutParameters,
  DECLINED_CARD,
  GOOD_CARD,
  openSession,
  submitForm,
  submitJson,
} from "./checkout.js";
import { startTestEmulator, type TestEmulator } from "./emulator.js";

let emulator: TestEmulator;
let stripe: Stripe;
beforeAll(async () => {
  emulator = await startTestEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.close());

describe("the hosted page", () => {
  it("shows the sum in rupees, what is bought and the test cards, and works without scripts", async () => {
    const session = await openSession(stripe);
    const response = await fetch(session.url ?? "");
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain("₹52,500.00");
    expect(page).toContain("Room 12, Lotus House");
    expect(page).toContain("4242 4242 4242 4242");
    expect(page).toContain("Test mode");
    expect(page).not.toContain("<script");
    expect(response.headers.get("content-security-policy")).toContain(
      "default-src 'none'",
    );
  });

  it("shows markup in names as text", async () => {
    const parameters = checkoutParameters();
    const product_data = { name: `<img src=x onerror="alert(1)">` };
    const price_data = { currency: "inr", unit_amount: 10_000, product_data };
    const session = await stripe.checkout.sessions.create({
      ...parameters,
      line_items: [{ quantity: 1, price_data }],
    });
    const answer = await submitForm(session, {
      ...cardFields(DECLINED_CARD),
      name: `"><b>Asha`,
    });
    const page = await answer.text();
    expect(page).not.toContain("<img");
    expect(page).not.toContain("<b>");
    expect(page).toContain("&lt;img");
  });

  it("asks no bank while fields are wrong", async () => {
    const session = await openSession(stripe);
    const wrong = {
      method: "card",
      cardNumber: "4242424242424241",
      expiry: "01/20",
      cvc: "1",
    };
    const response = await submitForm(session, wrong);
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toContain("Your card number is invalid.");
    expect(page).toContain("Your card&#39;s expiration date is in the past.");
    expect(
      (await stripe.checkout.sessions.retrieve(session.id)).payment_intent,
    ).toBeNull();
  });

  it("answers scripts in JSON", async () => {
    const session = await openSession(stripe);
    expect(await submitJson(session, cardFields(DECLINED_CARD))).toMatchObject({
      status: 402,
      body: { status: "open", error: { declineCode: "generic_decline" } },
    });
    expect(await submitJson(session, cardFields(GOOD_CARD))).toEqual({
      status: 200,
      body: {
        status: "complete",
        paymentStatus: "paid",
        redirectUrl: `http://127.0.0.1:8080/paid?session=${session.id}`,
      },
    });
  });

  it("says that a paid session is paid", async () => {
    const session = await openSession(stripe);
    await submitForm(session, cardFields(GOOD_CARD));
    const page = await fetch(session.url ?? "");
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("You have paid");
  });

  it("of a session that does not exist is 404", async () => {
    expect(
      (await fetch(`${emulator.url()}/c/pay/cs_test_nothing`)).status,
    ).toBe(404);
  });
});
