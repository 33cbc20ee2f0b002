import type { z } from "zod";
import { bookingEvents } from "./bookings.js";
import { paymentEvents } from "./payments.js";
import { propertyEvents } from "./properties.js";
import { userEvents } from "./users.js";

/** Every topic and the schema of the data of every event type on it: the only definition. */
export const topics = {
  properties: propertyEvents,
  bookings: bookingEvents,
  payments: paymentEvents,
  users: userEvents,
} as const;

export type Topic = keyof typeof topics;

/** Every event type with the schema of its data. */
export const eventSchemas = {
  ...propertyEvents,
  ...bookingEvents,
  ...paymentEvents,
  ...userEvents,
} as const;

export type EventType = keyof typeof eventSchemas;
export type EventData<Type extends EventType> = z.infer<
  (typeof eventSchemas)[Type]
>;

/** The topic that carries an event type. */
export function topicOf(type: EventType): Topic {
  const found = Object.entries(topics).find(([, types]) => type in types);
  if (!found) throw new Error(`no topic carries ${type}`);
  return found[0] as Topic;
}

export { envelope, type Envelope, type Event } from "./envelope.js";
export {
  furnishing,
  propertySnapshot,
  propertyStatus,
  propertyType,
  type PropertySnapshot,
  type RoomSnapshot,
} from "./properties.js";
export { cancellationReason, type CancellationReason } from "./bookings.js";
export {
  paymentPurpose,
  type PaymentOutcome,
  type PaymentPurpose,
} from "./payments.js";
