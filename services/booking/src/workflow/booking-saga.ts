import type { WorkflowContext } from "@dapr/dapr";
import type { EndedHold } from "../use-cases/end-hold.js";
import type { BookingSagaInput } from "../use-cases/saga-commands.js";
import { backoffSeconds, inSeconds, untilDone, type Step } from "./durable.js";

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

  yield* untilDone(context, "open-checkout", { bookingId }, holdExpiresAt);
  yield context.whenAny([holdOver, context.createTimer(holdExpiresAt)]);
  yield* settle(context, bookingId);
}

/** Ends the hold, and asks again for as long as the money of a slow payment is on its way. */
async function* settle(
  context: WorkflowContext,
  bookingId: string,
): Step<void> {
  for (let poll = 0; ; poll += 1) {
    const ended = yield* untilDone<EndedHold>(context, "end-hold", {
      bookingId,
    });
    if (ended !== "unpaid") return;
    const seconds = Math.min(
      backoffSeconds(poll) * 2 ** Math.min(poll, 5),
      LONGEST_POLL_SECONDS,
    );
    const outcome = context.waitForExternalEvent("hold-over");
    yield context.whenAny([
      outcome,
      context.createTimer(inSeconds(context, seconds)),
    ]);
  }
}
