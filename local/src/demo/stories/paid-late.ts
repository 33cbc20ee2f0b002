import { conclude, untilBooking } from "../checks.js";
import type { Outcome } from "../checks.js";
import { card, payOnPage } from "../hosted-page.js";
import { Violation } from "../narrator.js";
import type { Made, Room, Stage } from "../stage.js";
import { sessionOf } from "../stripe.js";
import type { Cast } from "./opening.js";

/** Makes a booking whose checkout has expired: cancelled, its room given back. */
async function makeCancelled(
  stage: Stage,
  { tenant }: Cast,
  room: Room,
): Promise<{ readonly made: Made; readonly sessionId: string }> {
  const made = await stage.reserve(tenant, room);
  const sessionId = sessionOf(await stage.checkout(made));
  await stage.act(
    "30 minutes pass at Stripe",
    () => stage.stripe.expire(sessionId),
    (status) => `the session is ${status}`,
  );
  await untilBooking(stage, made, {
    status: "cancelled",
    reason: "checkout_expired",
  });
  return { made, sessionId };
}

/**
 * Stripe promises that an expired session takes no money. Should it contradict itself all the same,
 * a tenant's money is on our account, which is what these two stories are about.
 */
async function takeLateMoney(stage: Stage, sessionId: string): Promise<void> {
  const status = await stage.act(
    "the money comes all the same (the emulator plays a Stripe that contradicts itself)",
    () => stage.stripe.payLate(sessionId),
    (paymentStatus) => `the expired session is ${paymentStatus}`,
  );
  if (status !== "paid")
    throw new Violation(`the late payment should be paid, and is ${status}`);
}

/** Late money takes the room again when one is left. */
export async function paidLateWithRoom(
  stage: Stage,
  cast: Cast,
): Promise<Outcome> {
  stage.chapter("Paid late, with a room left: booked after all");
  const room = cast.rooms.lateWithRoom;
  const { made, sessionId } = await makeCancelled(stage, cast, room);
  await takeLateMoney(stage, sessionId);
  return conclude(stage, made, {
    ending: "paid late, a room left",
    status: "booked",
    left: 0,
  });
}

/** Late money goes back in full when somebody else has the room. */
export async function paidLateWithoutRoom(
  stage: Stage,
  cast: Cast,
): Promise<Outcome> {
  stage.chapter("Paid late, with none left: the money goes back");
  const room = cast.rooms.lateWithout;
  const { made, sessionId } = await makeCancelled(stage, cast, room);
  const other = await stage.enter("Omar", "tenant");
  const taken = await stage.reserve(other, room);
  await payOnPage(
    stage,
    `${other.name} opens the page and pays`,
    await stage.checkout(taken),
    card("4242 4242 4242 4242"),
  );
  await untilBooking(stage, taken, { status: "booked" });
  await takeLateMoney(stage, sessionId);
  return conclude(stage, made, {
    ending: "paid late, none left",
    status: "refunded",
    left: 0,
  });
}
