import type { Cause } from "../domain/records.js";
import { type Desk, nowSeconds } from "./desk.js";

/** The events that the emulator knows, all sent to the one webhook endpoint. */
export type EventType =
  | "checkout.session.completed"
  | "checkout.session.expired"
  | "checkout.session.async_payment_succeeded"
  | "checkout.session.async_payment_failed"
  | "payment_intent.succeeded"
  | "payment_intent.payment_failed"
  | "charge.refunded"
  | "refund.created"
  | "refund.updated"
  | "refund.failed";

/**
 * Records what happened with the object as it is now, and the webhooks that will tell it.
 * @param previousAttributes for `*.updated`: what changed, with the values from before
 */
export function emitEvent(
  desk: Desk,
  type: EventType,
  object: object,
  cause: Cause,
  previousAttributes: object | null = null,
): void {
  const id = desk.newId("evt");
  const deliveryIds = desk.planDeliveries(type).map(({ dueAtMs, lost }) => {
    const deliveryId = desk.newId("whd");
    desk.records.put("delivery", {
      id: deliveryId,
      eventId: id,
      status: lost ? "lost" : "pending",
      attempts: 0,
      createdMs: desk.nowMs(),
      dueAtMs,
    });
    return deliveryId;
  });
  desk.records.put("event", {
    id,
    created: nowSeconds(desk),
    type,
    object,
    previousAttributes,
    cause,
    deliveryIds,
  });
}
