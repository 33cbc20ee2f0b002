import { describe, expect, it } from "@jest/globals";
import { createTokenVerifier } from "@rentezy/identity";
import { generateKeyPairSync } from "node:crypto";
import { createAccessTokens } from "./access-tokens.js";
import { loadSigningKeys, privateJwk } from "./signing-keys.js";

const newKey = (kid: string) =>
  privateJwk.parse({
    ...generateKeyPairSync("ec", {
      namedCurve: "P-256",
    }).privateKey.export({ format: "jwk" }),
    kid,
  });

const settings = { issuer: "https://auth.test", audience: "rentezy" };
const user = {
  id: "01900000-0000-7000-8000-000000000001",
  role: "landlord",
  emailVerified: false,
} as const;

describe("signing keys", () => {
  it("are published without their private part", () => {
    const jwks = [newKey("one"), newKey("two")];
    const { published } = loadSigningKeys(jwks);
    const text = JSON.stringify(published);
    for (const { d } of jwks) expect(text).not.toContain(d);
    expect(published).toEqual(
      jwks.map(({ x, y, kid }) => ({
        kty: "EC",
        crv: "P-256",
        x,
        y,
        kid,
        alg: "ES256",
        use: "sig",
      })),
    );
  });

  it("refuse a key that is none, without showing it", () => {
    const broken = { ...newKey("one"), x: "AAAA", y: "AAAA" };
    expect(() => loadSigningKeys([broken])).toThrow();
    expect(() => loadSigningKeys([broken])).not.toThrow(broken.d);
  });
});

describe("an access token", () => {
  it("is accepted by a service that knows only what is published", async () => {
    const keys = loadSigningKeys([newKey("new"), newKey("old")]);
    const tokens = createAccessTokens({
      ...settings,
      keys,
      lifetimeSeconds: 900,
    });
    const verify = createTokenVerifier({
      ...settings,
      fetchKeys: () => Promise.resolve(keys.published),
    });
    expect(await verify(tokens.issueTo(user))).toEqual({
      userId: user.id,
      role: "landlord",
      emailVerified: false,
    });
  });

  it("stays valid when a new key signs and the old one is still published", async () => {
    const old = newKey("old");
    const before = createAccessTokens({
      ...settings,
      keys: loadSigningKeys([old]),
      lifetimeSeconds: 900,
    });
    const verify = createTokenVerifier({
      ...settings,
      fetchKeys: () =>
        Promise.resolve(loadSigningKeys([newKey("new"), old]).published),
    });
    await expect(verify(before.issueTo(user))).resolves.toMatchObject({
      userId: user.id,
    });
  });

  it("is refused once its lifetime is over", async () => {
    const keys = loadSigningKeys([newKey("one")]);
    const tokens = createAccessTokens({
      ...settings,
      keys,
      lifetimeSeconds: 900,
      now: () => Date.now() - 901_000,
    });
    const verify = createTokenVerifier({
      ...settings,
      fetchKeys: () => Promise.resolve(keys.published),
    });
    await expect(verify(tokens.issueTo(user))).rejects.toMatchObject({
      code: "AUTH.TOKEN_INVALID",
    });
  });
});
