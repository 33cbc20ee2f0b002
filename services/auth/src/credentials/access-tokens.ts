import { accessTokenClaims, type AccessTokenClaims } from "@rentezy/contracts";
import { randomUUID } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import type { User } from "../domain/user.js";
import type { SigningKeys } from "./signing-keys.js";

export interface AccessTokenOptions {
  readonly keys: SigningKeys;
  readonly issuer: string;
  readonly audience: string;
  readonly lifetimeSeconds: number;
  /** Clock in milliseconds. */
  readonly now?: () => number;
}

/** Signs access tokens that every service can verify with the published keys. */
export interface AccessTokens {
  readonly lifetimeSeconds: number;
  readonly issueTo: (
    user: Pick<User, "id" | "role" | "emailVerified">,
  ) => string;
}

/** Creates the issuer of access tokens (JWT, ES256). */
export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  const { keys, lifetimeSeconds, now = Date.now } = options;
  return {
    lifetimeSeconds,
    issueTo: (user) => {
      const issuedAt = Math.floor(now() / 1000);
      const claims: AccessTokenClaims = {
        iss: options.issuer,
        aud: options.audience,
        sub: user.id,
        role: user.role,
        email_verified: user.emailVerified,
        iat: issuedAt,
        exp: issuedAt + lifetimeSeconds,
        jti: randomUUID(),
      };
      return jsonwebtoken.sign(
        accessTokenClaims.parse(claims),
        keys.signing.key,
        { algorithm: "ES256", keyid: keys.signing.kid },
      );
    },
  };
}
