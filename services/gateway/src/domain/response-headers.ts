import type { Headers } from "./request-headers.js";

/**
 * What a service may say to a client through the edge. A list of what passes, not of what does not:
 * a sidecar's or a framework's next header stays inside without anyone thinking of it.
 */
const PASSED = [
  "accept-ranges",
  "allow",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-length",
  "content-range",
  "content-type",
  "deprecation",
  "etag",
  "expires",
  "last-modified",
  "link",
  "location",
  "ratelimit",
  "ratelimit-limit",
  "ratelimit-policy",
  "ratelimit-remaining",
  "ratelimit-reset",
  "retry-after",
  "set-cookie",
  "sunset",
  "vary",
  "www-authenticate",
] as const;

/** The headers that reach the client, as alternating names and values. */
export function responseHeaders(given: Headers): string[] {
  const headers: string[] = [];
  for (const name of PASSED) {
    const value = given[name];
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) {
      headers.push(name, each);
    }
  }
  // What says nothing of caching is one person's answer: no cache may guess otherwise.
  if (given["cache-control"] === undefined)
    headers.push("cache-control", "no-store");
  return headers;
}
