import {
  accessTokenClaims,
  DomainError,
  type Caller,
  type PublicJwk,
} from "@rentezy/contracts";
import { createPublicKey, type KeyObject } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import { LRUCache } from "lru-cache";

export interface VerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Reads auth's published key set. */
  readonly fetchKeys: () => Promise<readonly PublicJwk[]>;
  /** Clock in milliseconds. */
  readonly now?: () => number;
}

/** Verifies an access token; throws DomainError `AUTH.TOKEN_INVALID`. */
export type VerifyToken = (token: string) => Promise<Caller>;

/** A key id that nobody published must not make every request fetch the key set. */
const REFETCH_AFTER_MS = 10_000;

/** Verified tokens that are remembered until they expire: the same token comes many times. */
const REMEMBERED_TOKENS = 20_000;

const invalid = () =>
  new DomainError("AUTH.TOKEN_INVALID", "The access token is not valid.");

function keyIdOf(token: string): string {
  const decoded = jsonwebtoken.decode(token, { complete: true });
  const kid = decoded?.header.kid;
  if (kid === undefined || decoded?.header.alg !== "ES256") throw invalid();
  return kid;
}

function createKeyStore({ fetchKeys, now = Date.now }: VerifierOptions) {
  let keys = new Map<string, KeyObject>();
  let fetchedAt = -Infinity;
  let fetching: Promise<void> | undefined;
  const fetchAll = async () => {
    const published = await fetchKeys();
    keys = new Map(
      published.map((jwk) => [
        jwk.kid,
        createPublicKey({ key: { ...jwk }, format: "jwk" }),
      ]),
    );
    fetchedAt = now();
  };
  return async (kid: string): Promise<KeyObject> => {
    if (!keys.has(kid) && now() - fetchedAt >= REFETCH_AFTER_MS) {
      await (fetching ??= fetchAll().finally(() => {
        fetching = undefined;
      }));
    }
    const key = keys.get(kid);
    if (!key) throw invalid();
    return key;
  };
}

/**
 * Creates the verifier of access tokens (ES256 only) against auth's public keys. Keys are fetched
 * when a token names one that is not held; verified tokens are remembered until they expire.
 */
export function createTokenVerifier(options: VerifierOptions): VerifyToken {
  const { issuer, audience, now = Date.now } = options;
  const keyOf = createKeyStore(options);
  const remembered = new LRUCache<
    string,
    { caller: Caller; expiresAt: number }
  >({
    max: REMEMBERED_TOKENS,
  });
  return async (token) => {
    const known = remembered.get(token);
    if (known && known.expiresAt > now()) return known.caller;
    const key = await keyOf(keyIdOf(token));
    const claims = verifyClaims(token, key, { issuer, audience, now });
    const caller: Caller = {
      userId: claims.sub,
      role: claims.role,
      emailVerified: claims.email_verified,
    };
    remembered.set(token, { caller, expiresAt: claims.exp * 1000 });
    return caller;
  };
}

function verifyClaims(
  token: string,
  key: KeyObject,
  expected: { issuer: string; audience: string; now: () => number },
) {
  try {
    return accessTokenClaims.parse(
      jsonwebtoken.verify(token, key, {
        algorithms: ["ES256"],
        issuer: expected.issuer,
        audience: expected.audience,
        clockTimestamp: Math.floor(expected.now() / 1000),
      }),
    );
  } catch {
    throw invalid();
  }
}
