import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import type Stripe from "stripe";
import {
  cardFields,
  DECLINED_CARD,
  intentIdOf,
  openSession,
  payByCard,
  submitForm,
  submitJson,
  UNREFUNDABLE_CARD,
} from "./checkout.js";
import { startTestEmulator, type TestEmulator } from "./emulator.js";

let emulator: TestEmulator;
let stripe: Stripe;
beforeAll(async () => {
  emulator = await startTestEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.close());

const totals = async () => (await emulator.ledger()).totals;

const PRICE = 5_250_000;

describe("a refund", () => {
  it("gives everything back, once", async () => {
    const before = await totals();
    const { intentId } = await payByCard(stripe);
    const refund = await stripe.refunds.create({
      payment_intent: intentId,
      reason: "requested_by_customer",
      metadata: { subjectId: "booking-1" },
    });
    expect(refund).toMatchObject({
      status: "succeeded",
      amount: PRICE,
      payment_intent: intentId,
    });
    await expect(stripe.refunds.retrieve(refund.id)).resolves.toEqual(refund);
    await expect(
      stripe.refunds.create({ payment_intent: intentId }),
    ).rejects.toMatchObject({
      statusCode: 400,
      code: "charge_already_refunded",
    });
    expect((await totals()).held).toBe(before.held);
    await eventually(() =>
      expect(emulator.heardTypes()).toEqual(
        expect.arrayContaining(["refund.created", "charge.refunded"]),
      ),
    );
  });

  it("can be given in parts, never adding up to more than was captured", async () => {
    const { intentId } = await payByCard(stripe);
    await stripe.refunds.create({
      payment_intent: intentId,
      amount: PRICE - 100,
    });
    const tooMuch = stripe.refunds.create({
      payment_intent: intentId,
      amount: 101,
    });
    await expect(tooMuch).rejects.toMatchObject({
      statusCode: 400,
      param: "amount",
      message:
        "Refund amount (₹1.01) is greater than unrefunded amount on charge (₹1.00)",
    });
    const rest = await stripe.refunds.create({ payment_intent: intentId });
    expect(rest.amount).toBe(100);
    const listed = await stripe.refunds.list({ payment_intent: intentId });
    expect(listed.data.map(({ amount }) => amount)).toEqual([100, PRICE - 100]);
  });

  it("is refused for more than was captured and for nothing", async () => {
    const { intentId } = await payByCard(stripe);
    for (const amount of [PRICE + 1, 0, -5])
      await expect(
        stripe.refunds.create({ payment_intent: intentId, amount }),
      ).rejects.toMatchObject({
        statusCode: 400,
        param: "amount",
      });
  });

  it("is refused where no money came", async () => {
    const session = await openSession(stripe);
    await submitForm(session, cardFields(DECLINED_CARD));
    const intent = intentIdOf(
      await stripe.checkout.sessions.retrieve(session.id),
    );
    await expect(
      stripe.refunds.create({ payment_intent: intent }),
    ).rejects.toMatchObject({
      statusCode: 400,
      message: `This PaymentIntent (${intent}) does not have a successful charge to refund.`,
    });
    await expect(
      stripe.refunds.create({ payment_intent: "pi_nothing" }),
    ).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
  });

  it("of a bank debit is pending until the bank has done it", async () => {
    const session = await openSession(stripe);
    await submitJson(session, { method: "bank_success" });
    await eventually(async () =>
      expect(
        (await stripe.checkout.sessions.retrieve(session.id)).payment_status,
      ).toBe("paid"),
    );
    const intent = intentIdOf(
      await stripe.checkout.sessions.retrieve(session.id),
    );
    const refund = await stripe.refunds.create({
      payment_intent: intent,
    });
    expect(refund.status).toBe("pending");
    await eventually(async () =>
      expect((await stripe.refunds.retrieve(refund.id)).status).toBe(
        "succeeded",
      ),
    );
    await eventually(() =>
      expect(emulator.heardTypes()).toContain("refund.updated"),
    );
  });

  it("that fails afterwards leaves the money where it was, to be refunded again", async () => {
    const before = await totals();
    const { intentId } = await payByCard(stripe, UNREFUNDABLE_CARD);
    const refund = await stripe.refunds.create({ payment_intent: intentId });
    await eventually(async () =>
      expect((await stripe.refunds.retrieve(refund.id)).status).toBe("failed"),
    );
    expect((await totals()).held).toBe(before.held + PRICE);
    const again = await stripe.refunds.create({ payment_intent: intentId });
    expect(again.amount).toBe(PRICE);
  });
});
