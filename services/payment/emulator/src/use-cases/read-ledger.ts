import type { Desk } from "./desk.js";

/** The books of the emulator, for tests to compare with. */
export type Ledger = ReturnType<typeof readLedger>;

/** Every session, capture and refund with its amount in paise, and what they add up to. */
export function readLedger(desk: Desk) {
  const { records } = desk;
  const sum = (amounts: readonly { amount: number }[]) =>
    amounts.reduce((total, { amount }) => total + amount, 0);
  const captures = records
    .all("charge")
    .filter(({ status }) => status === "succeeded");
  const refunds = records.all("refund");
  const captured = sum(captures);
  const refunded = sum(refunds.filter(({ status }) => status === "succeeded"));
  const refunding = sum(refunds.filter(({ status }) => status === "pending"));
  return {
    sessions: records.all("session").map((session) => ({
      id: session.id,
      status: session.status,
      paymentStatus: session.paymentStatus,
      amount: session.amountTotal,
      currency: session.currency,
      clientReferenceId: session.clientReferenceId,
      metadata: session.metadata,
      paymentIntent: session.intentId,
      created: session.created,
      expiresAt: session.expiresAt,
    })),
    captures: captures.map((charge) => ({
      id: charge.id,
      paymentIntent: charge.intentId,
      session: records.get("intent", charge.intentId)?.sessionId ?? null,
      amount: charge.amount,
      amountRefunded: charge.amountRefunded,
      currency: charge.currency,
    })),
    refunds: refunds.map((refund) => ({
      id: refund.id,
      paymentIntent: refund.intentId,
      charge: refund.chargeId,
      amount: refund.amount,
      currency: refund.currency,
      status: refund.status,
    })),
    totals: {
      captured,
      refunded,
      refunding,
      held: captured - refunded - refunding,
    },
  };
}
