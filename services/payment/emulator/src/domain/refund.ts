/** Money back: never more than was captured and not given back already. */
import { invalidParameter, refused } from "./errors.js";
import { formatPaise } from "./money.js";
import type { Charge, PaymentIntent, Refund } from "./records.js";

/** What to give back, in paise; the rest of the charge when no amount is wished. Throws as Stripe does. */
export function refundableAmount(
  intent: PaymentIntent,
  charge: Charge | undefined,
  wished: number | undefined,
): { charge: Charge; amount: number } {
  if (charge?.status !== "succeeded")
    throw refused(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      {
        param: "payment_intent",
      },
    );
  const rest = charge.amount - charge.amountRefunded;
  if (rest === 0)
    throw refused(`Charge ${charge.id} has already been refunded.`, {
      code: "charge_already_refunded",
    });
  const amount = wished ?? rest;
  if (amount < 1)
    throw invalidParameter(
      "Invalid positive integer",
      "amount",
      "parameter_invalid_integer",
    );
  if (amount > rest)
    throw refused(
      charge.amountRefunded === 0
        ? `Refund amount (${formatPaise(amount)}) is greater than charge amount (${formatPaise(rest)})`
        : `Refund amount (${formatPaise(amount)}) is greater than unrefunded amount on charge (${formatPaise(rest)})`,
      { param: "amount" },
    );
  return { charge, amount };
}

/** What a new refund is worth at first, and what becomes of it: cards at once, bank debits later. */
export function refundCourse(
  charge: Charge,
  settlesAtMs: number,
): Pick<Refund, "status" | "settlement"> {
  if (charge.method.type === "card" && !charge.method.refundsFail)
    return { status: "succeeded", settlement: null };
  const fails = charge.method.type === "card";
  // Stripe's failing card first says `succeeded`; the failure is news that comes later.
  return {
    status: fails ? "succeeded" : "pending",
    settlement: { atMs: settlesAtMs, as: fails ? "failed" : "succeeded" },
  };
}

/** The bank has answered; a failed refund gives the money back to the charge. */
export function settleRefund(
  refund: Refund,
  charge: Charge,
): { refund: Refund; charge: Charge } {
  const status = refund.settlement?.as ?? "succeeded";
  return {
    refund: { ...refund, status, settlement: null },
    charge:
      status === "failed"
        ? { ...charge, amountRefunded: charge.amountRefunded - refund.amount }
        : charge,
  };
}
