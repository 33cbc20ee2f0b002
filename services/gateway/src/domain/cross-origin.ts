import { METHODS } from "./target.js";

/** How long a browser may remember a preflight, in seconds; browsers cap it themselves. */
const PREFLIGHT_MAX_AGE_SECONDS = 7_200;

/** What a page of another origin may read of an answer besides the safe-listed headers. */
const EXPOSED =
  "etag, location, ratelimit-limit, ratelimit-policy, ratelimit-remaining, ratelimit-reset, retry-after, x-request-id";

const ALLOWED_METHODS = [...METHODS].join(", ");

const ALLOWED_HEADERS =
  "authorization, content-type, idempotency-key, if-match, if-none-match, traceparent, x-request-id";

/**
 * The CORS headers of an answer, as alternating names and values. Origins are compared whole:
 * patterns and suffixes are how foreign origins get in.
 */
export function corsHeaders(
  allowedOrigins: ReadonlySet<string>,
  origin: string | undefined,
): string[] {
  if (allowedOrigins.size === 0) return [];
  // An answer without an origin must not be cached for one that has it.
  const vary = ["vary", "origin"];
  if (origin === undefined || !allowedOrigins.has(origin)) return vary;
  return [
    ...vary,
    "access-control-allow-origin",
    origin,
    "access-control-allow-credentials",
    "true",
    "access-control-expose-headers",
    EXPOSED,
  ];
}

/** The headers that answer a preflight; without permission for an origin that is not allowed. */
export function preflightHeaders(
  allowedOrigins: ReadonlySet<string>,
  origin: string | undefined,
): string[] {
  const granted = corsHeaders(allowedOrigins, origin);
  if (origin === undefined || !allowedOrigins.has(origin)) return granted;
  return [
    ...granted,
    "access-control-allow-methods",
    ALLOWED_METHODS,
    "access-control-allow-headers",
    ALLOWED_HEADERS,
    "access-control-max-age",
    String(PREFLIGHT_MAX_AGE_SECONDS),
  ];
}
