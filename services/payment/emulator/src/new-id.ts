import { randomInt } from "node:crypto";
import type { IdPrefix } from "./use-cases/desk.js";

const ALPHABET =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const DEFAULT_LENGTH = 24;
const LENGTHS: Partial<Record<IdPrefix, number>> = {
  cs_test: 58,
  req: 14,
  prod: 14,
};

/** An unguessable id that looks like Stripe's, as `pi_3Q8...`. */
export function newId(prefix: IdPrefix): string {
  const length = LENGTHS[prefix] ?? DEFAULT_LENGTH;
  const characters = Array.from(
    { length },
    () => ALPHABET[randomInt(ALPHABET.length)],
  );
  return `${prefix}_${characters.join("")}`;
}
