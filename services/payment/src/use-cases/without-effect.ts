import { isDeepStrictEqual } from "node:util";
import type { Change, Checkout } from "../domain/checkout.js";

/** Whether a change leaves a checkout as it was: then there is nothing to write. */
export const isWithoutEffect = (change: Change, before: Checkout): boolean =>
  isDeepStrictEqual(change.checkout, before);
