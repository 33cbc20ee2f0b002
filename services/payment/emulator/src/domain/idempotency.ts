/** What an idempotency key that was seen before means for a new request. */
import { createHash } from "node:crypto";
import { StripeError } from "./errors.js";
import type { StoredAnswer } from "./records.js";

export const KEY_LIFETIME_MS = 24 * 3_600_000;
export const MAX_KEY_LENGTH = 255;

/** Equal for equal parameters, whatever their order; keeps no parameter readable. */
export function fingerprintOf(params: unknown): string {
  return createHash("sha256").update(canonical(params)).digest("hex");
}

function canonical(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}

/** The answer to replay; undefined when the key is new or older than 24 hours. Throws when the key was first used for something else. */
export function answerToReplay(
  stored: StoredAnswer | undefined,
  request: { endpoint: string; fingerprint: string },
  nowMs: number,
): StoredAnswer | undefined {
  if (stored === undefined || nowMs - stored.storedAtMs >= KEY_LIFETIME_MS)
    return undefined;
  const instead = `Try using a key other than '${stored.id}' if you meant to execute a different request.`;
  if (stored.endpoint !== request.endpoint)
    throw keyError(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${stored.endpoint}'). ${instead}`,
    );
  if (stored.fingerprint !== request.fingerprint)
    throw keyError(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${instead}`,
    );
  return stored;
}

const keyError = (message: string) =>
  new StripeError(400, "idempotency_error", { message }, false);

/** Another request with this key is being answered right now. */
export const keyInUse = (key: string) =>
  new StripeError(
    409,
    "invalid_request_error",
    {
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      code: "idempotency_key_in_use",
    },
    false,
  );
