import type { WorkflowContext } from "@dapr/dapr";
import type { Refunded } from "../use-cases/refund-booking.js";
import { backoffSeconds, inSeconds, untilDone, type Step } from "./durable.js";

/** Pays late money back, and stays with it until the provider says that it is done. */
export async function* refundSaga(
  context: WorkflowContext,
  { bookingId }: { readonly bookingId: string },
): Step<void> {
  for (let poll = 0; ; poll += 1) {
    const refunded = yield* untilDone<Refunded>(context, "refund-payment", {
      bookingId,
    });
    if (refunded !== "pending") return;
    yield context.createTimer(inSeconds(context, backoffSeconds(poll)));
  }
}
