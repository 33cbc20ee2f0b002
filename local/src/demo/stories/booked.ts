import { checkRoom, conclude } from "../checks.js";
import type { Outcome } from "../checks.js";
import { card, payOnPage } from "../hosted-page.js";
import { Violation } from "../narrator.js";
import type { Stage } from "../stage.js";
import type { Cast } from "./opening.js";

/** The happy path: reserved, paid on the hosted page, booked by the webhook. */
export async function bookedAndPaid(
  stage: Stage,
  { tenant, rooms }: Cast,
): Promise<Outcome> {
  stage.chapter("Booked: reserved, paid, confirmed");
  const made = await stage.reserve(tenant, rooms.booked);
  await checkRoom(stage, rooms.booked, 1);
  const page = await stage.checkout(made);
  const { leadsTo, says } = await payOnPage(
    stage,
    `${tenant.name} opens the page and pays with 4242 4242 4242 4242`,
    page,
    card("4242 4242 4242 4242"),
  );
  if (leadsTo === undefined)
    throw new Violation(`the page should lead back, and says: ${says}`);
  return conclude(stage, made, {
    ending: "paid in time",
    status: "booked",
    left: 1,
  });
}
