import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import Stripe from "stripe";
import {
  checkoutParameters,
  nowSeconds,
  openSession,
  payByCard,
} from "./checkout.js";
import { startTestEmulator, type TestEmulator } from "./emulator.js";

let emulator: TestEmulator;
let stripe: Stripe;
beforeAll(async () => {
  emulator = await startTestEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.close());

const refusal = (work: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  work.then(
    () => {
      throw new Error("was not refused");
    },
    (error: unknown) => {
      if (error instanceof Stripe.errors.StripeError) return error;
      throw error;
    },
  );

describe("a checkout session", () => {
  it("opens with the sum, the references and a page, and has no intent before anybody tries to pay", async () => {
    const session = await openSession(stripe);
    expect(session).toMatchObject({
      object: "checkout.session",
      status: "open",
      payment_status: "unpaid",
      amount_total: 5_250_000,
      currency: "inr",
      client_reference_id: "booking-1",
      metadata: { purpose: "booking", subjectId: "booking-1" },
      payment_intent: null,
      url: `${emulator.url()}/c/pay/${session.id}`,
    });
    expect(session.id).toMatch(/^cs_test_\w{58}$/);
    await expect(
      stripe.checkout.sessions.retrieve(session.id),
    ).resolves.toEqual(session);
  });

  it("shows what is bought when asked to expand it", async () => {
    const { id } = await openSession(stripe);
    const session = await stripe.checkout.sessions.retrieve(id, {
      expand: ["line_items"],
    });
    expect(session.line_items?.data).toMatchObject([
      {
        description: "Room 12, Lotus House",
        quantity: 1,
        amount_total: 5_250_000,
      },
    ]);
  });

  it.each([
    [
      "half an hour",
      30 * 60 - 10,
      "at least 30 minutes from Checkout Session creation",
    ],
    [
      "a day",
      24 * 3600 + 10,
      "less than 24 hours from Checkout Session creation",
    ],
  ])(
    "cannot be made to expire on the wrong side of %s",
    async (_bound, seconds, words) => {
      const parameters = {
        ...checkoutParameters(),
        expires_at: nowSeconds() + seconds,
      };
      const error = await refusal(stripe.checkout.sessions.create(parameters));
      expect(error).toMatchObject({ statusCode: 400, param: "expires_at" });
      expect(error.message).toContain(words);
    },
  );

  it("expires when told to, once, and says so by an event", async () => {
    const { id } = await openSession(stripe);
    const expired = await stripe.checkout.sessions.expire(id);
    expect(expired).toMatchObject({
      status: "expired",
      payment_status: "unpaid",
      url: null,
    });

    const again = await refusal(stripe.checkout.sessions.expire(id));
    expect(again).toMatchObject({
      type: "StripeInvalidRequestError",
      statusCode: 400,
      message:
        'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of `expired`.',
    });
    const events = await stripe.events.list({
      type: "checkout.session.expired",
    });
    expect(
      events.data.filter(
        ({ data }) => "id" in data.object && data.object.id === id,
      ),
    ).toHaveLength(1);
  });

  it("cannot be expired once it is paid", async () => {
    const { session } = await payByCard(stripe);
    const error = await refusal(stripe.checkout.sessions.expire(session.id));
    expect(error.message).toContain(
      "This Checkout Session has a status of `complete`.",
    );
  });

  it("can be made to look as if its time had come", async () => {
    const { id } = await openSession(stripe);
    await emulator.control("POST", `/sessions/${id}/expire`);
    const session = await stripe.checkout.sessions.retrieve(id);
    expect(session.status).toBe("expired");
    expect(session.expires_at).toBeLessThanOrEqual(nowSeconds());
    await eventually(() =>
      expect(emulator.heardTypes()).toContain("checkout.session.expired"),
    );
  });

  it.each([
    ["an unknown parameter", { locale: "hi" }, "parameter_unknown", "locale"],
    ["no mode", { mode: undefined }, "parameter_missing", "mode"],
    [
      "no line items",
      { line_items: undefined },
      "parameter_missing",
      "line_items",
    ],
    [
      "an expiry that is no number",
      { expires_at: "soon" },
      "parameter_invalid_integer",
      "expires_at",
    ],
    [
      "an empty reference",
      { client_reference_id: "" },
      "parameter_invalid_empty",
      "client_reference_id",
    ],
    [
      "a script as its address",
      { success_url: "javascript:alert(1)" },
      undefined,
      "success_url",
    ],
  ])("is refused with %s", async (_what, change, code, param) => {
    const parameters = {
      ...checkoutParameters(),
      ...change,
    } as Stripe.Checkout.SessionCreateParams;
    const error = await refusal(stripe.checkout.sessions.create(parameters));
    expect(error).toMatchObject({
      statusCode: 400,
      type: "StripeInvalidRequestError",
      param,
    });
    expect(error.code).toBe(code);
  });

  it("is refused for a sum that cannot be charged", async () => {
    const parameters = checkoutParameters();
    const item = {
      currency: "inr",
      unit_amount: 49,
      product_data: { name: "Almost nothing" },
    };
    const line_items = [{ quantity: 1, price_data: item }];
    const error = await refusal(
      stripe.checkout.sessions.create({ ...parameters, line_items }),
    );
    expect(error.code).toBe("amount_too_small");
  });

  it("that does not exist is 404", async () => {
    const error = await refusal(
      stripe.checkout.sessions.retrieve("cs_test_nothing"),
    );
    expect(error).toMatchObject({
      statusCode: 404,
      code: "resource_missing",
      message: "No such checkout.session: 'cs_test_nothing'",
    });
  });
});

describe("the list of sessions", () => {
  it("gives every session once, newest first, page after page", async () => {
    const opened: string[] = [];
    for (let count = 0; count < 5; count += 1)
      opened.push((await openSession(stripe)).id);
    const listed: string[] = [];
    for await (const session of stripe.checkout.sessions.list({ limit: 2 }))
      listed.push(session.id);
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed.slice(0, 5)).toEqual(opened.reverse());
  });

  it("can be narrowed to a status and to an intent", async () => {
    const { session, intentId } = await payByCard(stripe);
    const byIntent = await stripe.checkout.sessions.list({
      payment_intent: intentId,
    });
    expect(byIntent.data.map(({ id }) => id)).toEqual([session.id]);
    const complete = await stripe.checkout.sessions.list({
      status: "complete",
      limit: 100,
    });
    expect(complete.data.map(({ id }) => id)).toContain(session.id);
    expect(new Set(complete.data.map(({ status }) => status))).toEqual(
      new Set(["complete"]),
    );
  });
});

describe("the secret key", () => {
  const ask = (authorization?: string) =>
    fetch(
      `${emulator.url()}/v1/events`,
      authorization === undefined ? {} : { headers: { authorization } },
    );

  it.each([[undefined], ["Bearer sk_test_wrongwrong"], ["Basic c2s6"]])(
    "is asked for: %s is 401 in Stripe's shape and never repeated",
    async (authorization) => {
      const response = await ask(authorization);
      expect(response.status).toBe(401);
      expect(response.headers.get("request-id")).toMatch(/^req_/);
      const body = await response.text();
      expect(JSON.parse(body)).toMatchObject({
        error: { type: "invalid_request_error" },
      });
      expect(body).not.toContain("wrongwrong");
    },
  );
});
