import { z } from "zod";
import { uuid } from "./values.js";

/** What a user may be. Admins come from the operator's credentials, never by registering. */
export const role = z.enum(["tenant", "landlord", "admin"]);
export type Role = z.infer<typeof role>;

/** The claims of an access token that services rely on (RFC 7519; times in seconds). */
export const accessTokenClaims = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: uuid,
  role,
  email_verified: z.boolean(),
  iat: z.int(),
  exp: z.int(),
  jti: z.string(),
});
export type AccessTokenClaims = z.infer<typeof accessTokenClaims>;

/** Who is calling: a user whose token was verified. */
export interface Caller {
  readonly userId: string;
  readonly role: Role;
  readonly emailVerified: boolean;
}

/** A public signing key as published in the key set (RFC 7517), curve P-256. */
export const publicJwk = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  alg: z.literal("ES256"),
  use: z.literal("sig"),
});
export type PublicJwk = z.infer<typeof publicJwk>;

/** The key set that auth publishes. */
export const jwks = z.object({ keys: z.array(publicJwk) });
