import type { WorkflowContext } from "@dapr/dapr";
import type { Refunded } from "../use-cases/refund-booking.js";
import { nextAttempt, untilDone, type Step } from "./durable.js";

/**
 * Pays late money back, and stays with it until the provider says that it is done. Never gives up, and asks
 * the more seldom the older the refund: what is refused for hours needs a person, whom a metric calls.
 */
export async function* refundSaga(
  context: WorkflowContext,
  { bookingId }: { readonly bookingId: string },
): Step<void> {
  const since = context.getCurrentUtcDateTime();
  for (let poll = 0; ; poll += 1) {
    const refunded = yield* untilDone<Refunded>(
      context,
      "refund-payment",
      { bookingId },
      { since },
    );
    if (refunded !== "pending") return;
    yield context.createTimer(nextAttempt(context, poll, since));
  }
}
