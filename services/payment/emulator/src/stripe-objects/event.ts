import type Stripe from "stripe";
import type { EventRecord } from "../domain/records.js";

/** The version of Stripe's API whose shapes the emulator answers: that of the pinned `stripe` client. */
export const API_VERSION = "2026-10-28.endive";

/** An event as Stripe's API shows it and as its webhooks carry it. @param pendingWebhooks deliveries without a 2xx yet */
export function eventObject(event: EventRecord, pendingWebhooks: number) {
  return {
    id: event.id,
    object: "event",
    api_version: API_VERSION,
    created: event.created,
    data: {
      object: event.object,
      ...(event.previousAttributes !== null && {
        previous_attributes: event.previousAttributes,
      }),
    },
    livemode: false,
    pending_webhooks: pendingWebhooks,
    request: {
      id: event.cause.requestId,
      idempotency_key: event.cause.idempotencyKey,
    },
    type: event.type,
  } satisfies Omit<Stripe.EventBase, "type"> & { type: string };
}
