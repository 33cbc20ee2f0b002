import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import { intentIdOf, openSession } from "./checkout.js";
import { startTestEmulator, type TestEmulator } from "./emulator.js";

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startTestEmulator();
});
afterAll(() => emulator.close());

const ledgerTotals = async () => (await emulator.ledger()).totals;

describe("money of a session that had expired", () => {
  it("is captured, told as a completed session, and can be refunded", async () => {
    const { stripe } = emulator;
    const { id, amount_total: amount } = await openSession(stripe);
    await emulator.control("POST", `/sessions/${id}/pay`, {
      method: "card_declined",
    });
    await stripe.checkout.sessions.expire(id);
    await emulator.control("POST", `/sessions/${id}/pay-late`);

    const session = await stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({
      status: "complete",
      payment_status: "paid",
    });
    await eventually(() =>
      expect(
        emulator.heard
          .filter(({ event }) => event.type.startsWith("checkout."))
          .map(({ event }) => event.type),
      ).toEqual(["checkout.session.expired", "checkout.session.completed"]),
    );
    expect(await ledgerTotals()).toMatchObject({ captured: amount });

    await stripe.refunds.create({
      payment_intent: intentIdOf(session),
    });
    expect(await ledgerTotals()).toMatchObject({ captured: amount, held: 0 });
  });

  it("does not come for a session that is still open", async () => {
    const { id } = await openSession(emulator.stripe);
    await expect(
      emulator.control("POST", `/sessions/${id}/pay-late`),
    ).rejects.toThrow("Only an expired session");
  });
});
