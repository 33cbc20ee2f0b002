import type { Cause } from "../../domain/records.js";

/** A request to the API, its form or query fields still unchecked. */
export interface ApiCall {
  readonly id: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly cause: Cause;
}

/** One operation: does it and gives the object to answer with, or throws a StripeError. It never waits, so nothing comes between its steps. */
export type Operation = (call: ApiCall) => object;

/** A list as Stripe's API shows it. */
export const listObject = (
  url: string,
  data: readonly object[],
  hasMore: boolean,
) => ({
  object: "list",
  data,
  has_more: hasMore,
  url,
});
