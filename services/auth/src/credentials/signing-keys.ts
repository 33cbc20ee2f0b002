import { publicJwk, type PublicJwk } from "@rentezy/contracts";
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";

/** A private signing key as the secret holds it (RFC 7517), curve P-256. */
export const privateJwk = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string().min(1),
});

/** The keys in use: the first signs, all are published so that tokens outlive a change of keys. */
export interface SigningKeys {
  readonly signing: { readonly kid: string; readonly key: KeyObject };
  readonly published: readonly PublicJwk[];
}

/**
 * Loads signing keys.
 *
 * @throws Error when there is none or one is not a key; the message holds no key material.
 */
export function loadSigningKeys(
  jwks: readonly z.infer<typeof privateJwk>[],
): SigningKeys {
  const keys = jwks.map(({ kid, ...jwk }) => ({
    kid,
    key: createPrivateKey({ key: jwk, format: "jwk" }),
  }));
  const [signing] = keys;
  if (!signing) throw new Error("there is no signing key");
  return {
    signing,
    published: keys.map(({ kid, key }) => publicPartOf(kid, key)),
  };
}

/** Made from the public key, which knows no private part, so that none can slip through. */
function publicPartOf(kid: string, key: KeyObject): PublicJwk {
  return publicJwk.parse({
    ...createPublicKey(key).export({ format: "jwk" }),
    kid,
    alg: "ES256",
    use: "sig",
  });
}
