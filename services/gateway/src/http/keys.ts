import { jwks, type PublicJwk } from "@rentezy/contracts";
import { request } from "undici";
import type { Sidecar } from "./sidecar.js";

const KEYS_PATH = "/v1.0/invoke/auth/method/public/.well-known/jwks.json";

const FETCH_TIMEOUT_MS = 1_000;

/** How long a failure is taken for an answer, so that requests do not queue for absent keys. */
const FAILURE_HOLDS_MS = 1_000;

type FetchKeys = () => Promise<readonly PublicJwk[]>;

const keysThrough =
  (sidecar: Sidecar): FetchKeys =>
  async () =>
    (await sidecar.read(KEYS_PATH, jwks)).keys;

const keysAt =
  (url: string): FetchKeys =>
  async () => {
    const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
    const { statusCode, body } = await request(url, { signal });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`);
    return jwks.parse(JSON.parse(text)).keys;
  };

/** Fails at once for a while after a failure. */
function failingFast(fetchKeys: FetchKeys): FetchKeys {
  let failedAt = -Infinity;
  return async () => {
    if (performance.now() - failedAt < FAILURE_HOLDS_MS)
      throw new Error("the keys could not be read a moment ago");
    try {
      return await fetchKeys();
    } catch (error) {
      failedAt = performance.now();
      throw error;
    }
  };
}

/**
 * Makes the reader of auth's keys: through the public sidecar where there is one, else at `url`,
 * where they are published.
 */
export function keysReader(
  publicSidecar: Sidecar | undefined,
  url: string | undefined,
): FetchKeys {
  return failingFast(
    publicSidecar ? keysThrough(publicSidecar) : keysAt(url ?? ""),
  );
}
