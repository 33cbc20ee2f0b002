import type { Task, WorkflowContext } from "@dapr/dapr";
import type { EndedHold } from "../use-cases/end-hold.js";
import type { BookingSagaInput } from "../use-cases/saga-commands.js";
import { inSeconds, untilDone, type Step } from "./durable.js";

/** While a slow payment is on its way, its outcome is asked for at least this often, in seconds. */
const LONGEST_POLL_SECONDS = 900;

/**
 * The life of one hold. The booking's row decides what happens; the saga sees to it that something
 * does: the checkout is opened, the hold ends in time, and Stripe has the last word on the money.
 */
export async function* bookingSaga(
  context: WorkflowContext,
  input: BookingSagaInput,
): Step<void> {
  const { bookingId } = input;
  const holdExpiresAt = new Date(input.holdExpiresAt);
  const holdOver = context.waitForExternalEvent("hold-over");

  const inTime = { giveUpAt: holdExpiresAt };
  yield* untilDone(context, "open-checkout", { bookingId }, inTime);
  yield context.whenAny([holdOver, context.createTimer(holdExpiresAt)]);
  yield* settle(context, bookingId, holdOver);
}

/**
 * Ends the hold, and asks again for as long as the money of a slow payment is on its way.
 *
 * `holdOver` is waited for until it has come: an event goes to the oldest task of its name, so a
 * second task beside it would never hear one.
 */
async function* settle(
  context: WorkflowContext,
  bookingId: string,
  holdOver: Task<unknown>,
): Step<void> {
  let outcome = holdOver;
  for (let poll = 0; ; poll += 1) {
    const ended = yield* untilDone<EndedHold>(context, "end-hold", {
      bookingId,
    });
    if (ended !== "unpaid") return;
    if (outcome.isComplete) outcome = context.waitForExternalEvent("hold-over");
    const seconds = Math.min(2 ** Math.min(poll, 10), LONGEST_POLL_SECONDS);
    const timer = context.createTimer(inSeconds(context, seconds));
    yield context.whenAny([outcome, timer]);
  }
}
