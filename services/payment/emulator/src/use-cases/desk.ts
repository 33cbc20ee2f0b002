/** What every use case works with: the records, the clock, new ids and the way out for events. */
import type { Cause, Kind, Records } from "../domain/records.js";

export interface RecordStore {
  get<K extends Kind>(kind: K, id: string): Records[K] | undefined;
  /** In the order of creation. */
  all<K extends Kind>(kind: K): readonly Records[K][];
  put<K extends Kind>(kind: K, record: Records[K]): void;
}

/** One sending of an event: when, or never when it is to be lost. */
export interface PlannedDelivery {
  readonly dueAtMs: number;
  readonly lost: boolean;
}

export type IdPrefix =
  | "cs_test"
  | "pi"
  | "ch"
  | "re"
  | "evt"
  | "req"
  | "pm"
  | "li"
  | "price"
  | "prod"
  | "whd";

export interface Desk {
  readonly records: RecordStore;
  readonly newId: (prefix: IdPrefix) => string;
  readonly nowMs: () => number;
  /** Milliseconds that a slow method takes to settle. */
  readonly slowPaymentMs: number;
  /** Base of the hosted page's addresses, without a slash at the end. */
  readonly publicUrl: string;
  /** How the webhook of an event of this type will travel. */
  readonly planDeliveries: (type: string) => readonly PlannedDelivery[];
}

/** The emulator's own clock made it happen, no request. */
export const BY_ITSELF: Cause = { requestId: null, idempotencyKey: null };

/** Unix seconds, as Stripe's objects carry them. */
export const nowSeconds = (desk: Desk): number =>
  Math.floor(desk.nowMs() / 1000);
