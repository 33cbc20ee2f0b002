/** Sends due webhooks, a few at a time; one without a 2xx becomes due again later. */
import type { Logger } from "pino";
import type { Delivery } from "../domain/records.js";
import { afterFailure, afterSuccess } from "../domain/webhook-delivery.js";
import type { DurableRecords } from "../persistence/durable-records.js";
import { eventObject } from "../stripe-objects/event.js";
import { pendingWebhooks } from "../use-cases/find-records.js";
import { createFewAtOnce } from "./few-at-once.js";
import type { PostWebhook } from "./post-webhook.js";

const MAX_AT_ONCE = 16;

export interface Dispatcher {
  /** Sends the delivery as soon as there is room. */
  readonly send: (deliveryId: string) => void;
  /** Ends attempts that are under way; they count as not made. */
  readonly close: () => Promise<void>;
}

interface Dependencies {
  readonly records: DurableRecords;
  readonly postWebhook: PostWebhook;
  readonly nowMs: () => number;
  readonly logger: Logger;
}

function payloadOf(
  records: DurableRecords,
  delivery: Delivery,
): string | undefined {
  const event = records.get("event", delivery.eventId);
  if (event === undefined) return undefined;
  return JSON.stringify(
    eventObject(event, pendingWebhooks(records, event)),
    null,
    2,
  );
}

async function attempt(
  deps: Dependencies,
  deliveryId: string,
  stop: AbortSignal,
): Promise<void> {
  const { records, nowMs } = deps;
  // An event that a crash could take back must not be told.
  await records.flushed();
  const delivery = records.get("delivery", deliveryId);
  if (delivery?.status !== "pending") return;
  const payload = payloadOf(records, delivery);
  if (payload === undefined) return;
  const status = await deps.postWebhook(payload, stop).catch(() => null);
  // A reset may have forgotten it, and a shutdown must not count as a refusal.
  if (stop.aborted || records.get("delivery", deliveryId) !== delivery) return;
  const arrived = status !== null && status >= 200 && status < 300;
  const after = arrived
    ? afterSuccess(delivery)
    : afterFailure(delivery, nowMs());
  records.put("delivery", after);
  const { attempts, eventId } = after;
  deps.logger.info(
    { event: eventId, attempts, webhook: after.status, status },
    "webhook",
  );
}

export function createDispatcher(deps: Dependencies): Dispatcher {
  const closing = new AbortController();
  const queue = createFewAtOnce(MAX_AT_ONCE);
  return {
    send: (deliveryId) => {
      queue.run(() =>
        attempt(deps, deliveryId, closing.signal).catch((error: unknown) => {
          deps.logger.error(
            { err: error, delivery: deliveryId },
            "webhook attempt failed",
          );
        }),
      );
    },
    close: async () => {
      closing.abort();
      await queue.close();
    },
  };
}
