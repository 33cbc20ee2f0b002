import type { Stack } from "@rentezy/local";
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { secretOf } from "./stack.js";

type Part = Readonly<Record<string, unknown>>;

const encode = (part: Part | Buffer) =>
  (Buffer.isBuffer(part) ? part : Buffer.from(JSON.stringify(part))).toString(
    "base64url",
  );

const es256 = (key: KeyObject) => (text: string) =>
  sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });

const hs256 = (secret: string | Buffer) => (text: string) =>
  createHmac("sha256", secret).update(text).digest();

function token(header: Part, claims: Part, seal: (text: string) => Buffer) {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${encode(seal(signed))}`;
}

/** The key that auth signs with; the tests may read the stack's secrets. */
function signingKeyOf(stack: Stack) {
  const keys = JSON.parse(
    secretOf(stack, "auth", "SIGNING_KEYS"),
  ) as (JsonWebKey & {
    kid: string;
  })[];
  const [jwk] = keys;
  if (!jwk) throw new Error("auth has no signing key");
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  const publicKey = createPublicKey(key);
  return { kid: jwk.kid, key, publicKey };
}

const now = () => Math.floor(Date.now() / 1000);

/** The claims of a good token of a tenant. */
const goodClaims = () => ({
  iss: "https://rentezy.local/auth",
  aud: "rentezy",
  sub: randomUUID(),
  role: "tenant",
  email_verified: false,
  iat: now(),
  exp: now() + 900,
  jti: randomUUID(),
});

function flipByte(text: string): string {
  const bytes = Buffer.from(text.slice(text.lastIndexOf(".") + 1), "base64url");
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return `${text.slice(0, text.lastIndexOf(".") + 1)}${encode(bytes)}`;
}

/** Swaps the claims and keeps the signature that was made for others. */
function withClaims(text: string, claims: Part): string {
  const [header = "", , signature = ""] = text.split(".");
  return `${header}.${encode(claims)}.${signature}`;
}

/** A hand that signs tokens with the key of auth, with another's, with a public key, or not at all. */
function forgerOf(stack: Stack) {
  const { kid, key, publicKey } = signingKeyOf(stack);
  const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const header = { alg: "ES256", typ: "JWT", kid };
  const good = (claims: Part = {}) =>
    token(header, { ...goodClaims(), ...claims }, es256(key));
  return {
    good,
    /** A token without one of its claims: JSON leaves out what is undefined. */
    without: (claim: string) => good({ [claim]: undefined }),
    byStranger: (changed: Part) =>
      token(
        { ...header, ...changed },
        goodClaims(),
        es256(stranger.privateKey),
      ),
    strangersKey: stranger.publicKey.export({ format: "jwk" }),
    hmac: (secret: string | Buffer) =>
      token({ ...header, alg: "HS256" }, goodClaims(), hs256(secret)),
    unsigned: (alg: string) =>
      token({ ...header, alg }, goodClaims(), () => Buffer.alloc(0)),
    pem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    der: publicKey.export({ type: "spki", format: "der" }),
    jwk: JSON.stringify(publicKey.export({ format: "jwk" })),
  };
}
type Forger = ReturnType<typeof forgerOf>;

const malformed = ({ good, unsigned }: Forger) => ({
  "no token at all": undefined,
  "something that is no token": "garbage",
  "three parts that are no token": "a.b.c",
  "a signature with one bit flipped": flipByte(good()),
  "claims changed after signing": withClaims(good(), {
    ...goodClaims(),
    role: "admin",
  }),
  "no signature": good().replace(/[^.]*$/, ""),
  "alg none": unsigned("none"),
  "alg None": unsigned("None"),
});

const byWrongKeys = ({ hmac, byStranger, ...keys }: Forger) => ({
  "HS256 with the public key's PEM as its secret": hmac(keys.pem),
  "HS256 with the public key's PEM, trimmed": hmac(keys.pem.trim()),
  "HS256 with the public key's JWK as its secret": hmac(keys.jwk),
  "HS256 with the public key's DER as its secret": hmac(keys.der),
  "HS256 with an empty secret": hmac(""),
  "a kid that nobody published": byStranger({ kid: randomUUID() }),
  "the published kid and another's signature": byStranger({}),
  "a key of its own in the header": byStranger({ jwk: keys.strangersKey }),
});

const notForHere = ({ good, without }: Forger) => ({
  // Dapr's middleware forgives clocks five minutes; services forgive none, see below.
  "a lifetime that ended six minutes ago": good({
    iat: now() - 1260,
    exp: now() - 360,
  }),
  "another audience": good({ aud: "someone-else" }),
  "another issuer": good({ iss: "https://evil.example/auth" }),
  "no audience": without("aud"),
  "no issuer": without("iss"),
});

const incomplete = ({ good, without }: Forger) => ({
  "a lifetime that has just ended": good({ iat: now() - 910, exp: now() - 10 }),
  "no subject": without("sub"),
  "a subject that is no id": good({ sub: "admin" }),
  "no role": without("role"),
  "a role that there is not": good({ role: "root" }),
  "no end": without("exp"),
});

/** Makes tokens: good ones, and ones that no door may accept, by what is wrong with them. */
export function forgeriesOf(stack: Stack) {
  const forger = forgerOf(stack);
  const refused: Readonly<Record<string, string | undefined>> = {
    ...malformed(forger),
    ...byWrongKeys(forger),
    ...notForHere(forger),
  };
  return {
    good: forger.good,
    /** Refused by whoever checks signature, lifetime, audience and issuer: sidecar and service. */
    refused,
    /** Signed by auth's key, but not what auth says of a user now; only services can tell. */
    incomplete: incomplete(forger) as Readonly<Record<string, string>>,
  };
}
