import { conclude, untilBooking } from "../checks.js";
import type { Outcome } from "../checks.js";
import { card, payOnPage } from "../hosted-page.js";
import { Violation } from "../narrator.js";
import type { Stage } from "../stage.js";
import type { Cast } from "./opening.js";

/** A declined card ends nothing, the tenant may try again; a bank that refuses later does. */
export async function paymentDeclined(
  stage: Stage,
  { tenant, rooms }: Cast,
): Promise<Outcome> {
  stage.chapter(
    "Payment declined: the card at once, then the bank after a while",
  );
  const made = await stage.reserve(tenant, rooms.declined);
  const page = await stage.checkout(made);
  const { status, says } = await payOnPage(
    stage,
    `${tenant.name} tries a card that is declined`,
    page,
    card("4000 0000 0000 0002"),
  );
  if (status !== 402 || !says.includes("declined"))
    throw new Violation(
      `the page should say that the card is declined: ${says}`,
    );
  await untilBooking(stage, made, { status: "reserved" });
  await payOnPage(
    stage,
    `${tenant.name} pays by slow bank debit instead, which the bank will refuse`,
    page,
    { method: "bank_failure", name: tenant.name },
  );
  return conclude(stage, made, {
    ending: "payment declined",
    status: "cancelled",
    reason: "payment_failed",
    left: 1,
  });
}
