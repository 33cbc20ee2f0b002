import type { PublicJwk, Role } from "@rentezy/contracts";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";

/** Stands where auth stands: signs tokens that a verifier made with `settings` accepts. */
export interface TestIdentity {
  readonly issuer: string;
  readonly audience: string;
  readonly fetchKeys: () => Promise<readonly PublicJwk[]>;
  readonly tokenFor: (user: {
    readonly userId: string;
    readonly role: Role;
  }) => string;
}

/** Makes an issuer with a key pair of its own. */
export function createTestIdentity(): TestIdentity {
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
  });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const kid = randomUUID();
  const key: PublicJwk = {
    kty: "EC",
    crv: "P-256",
    x,
    y,
    kid,
    alg: "ES256",
    use: "sig",
  };
  const issuer = "https://auth.test";
  const audience = "rentezy";
  return {
    issuer,
    audience,
    fetchKeys: () => Promise.resolve([key]),
    tokenFor: ({ userId, role }) =>
      jsonwebtoken.sign({ role, email_verified: false }, privateKey, {
        algorithm: "ES256",
        keyid: kid,
        issuer,
        audience,
        subject: userId,
        expiresIn: 900,
        jwtid: randomUUID(),
      }),
  };
}
