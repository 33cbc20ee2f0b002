import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import jsonwebtoken from "jsonwebtoken";
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  randomUUID,
} from "node:crypto";
import {
  newRegistration,
  signingKeys,
  startAuth,
  type RunningAuth,
} from "./start-auth.js";

let auth: RunningAuth;
let userId: string;
beforeAll(async () => {
  auth = await startAuth();
  const reply = await auth.call("/public/register", {
    method: "POST",
    body: newRegistration(),
  });
  userId = reply.json<{ user: { id: string } }>().user.id;
});
afterAll(() => auth.close());

const keyAt = (index: number) => {
  const jwk = signingKeys[index];
  if (!jwk) throw new Error(`no key ${index}`);
  return createPrivateKey({ key: jwk, format: "jwk" });
};

function tokenWith(
  options: jsonwebtoken.SignOptions = {},
  key: jsonwebtoken.Secret = keyAt(0),
) {
  return jsonwebtoken.sign({ role: "tenant", email_verified: false }, key, {
    algorithm: "ES256",
    keyid: "first",
    issuer: "https://auth.test",
    audience: "rentezy",
    subject: userId,
    expiresIn: 900,
    jwtid: randomUUID(),
    ...options,
  });
}

/** The public key, as published, used as if it were the secret of an HMAC. */
function hmacToken(): string {
  const encode = (part: object) =>
    Buffer.from(JSON.stringify(part)).toString("base64url");
  const [, claims = ""] = tokenWith().split(".");
  const signed = `${encode({ alg: "HS256", typ: "JWT", kid: "first" })}.${claims}`;
  const pem = createPublicKey(keyAt(0)).export({ type: "spki", format: "pem" });
  return `${signed}.${createHmac("sha256", pem).update(signed).digest("base64url")}`;
}

describe("the signed-in account", () => {
  it("is read with a token of any published key, and not cached", async () => {
    for (const [index, keyid] of ["first", "second"].entries()) {
      const token = tokenWith({ keyid }, keyAt(index));
      const reply = await auth.call("/api/me", { token });
      expect(reply.status).toBe(200);
      expect(reply.json()).toMatchObject({ user: { id: userId } });
      expect(reply.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("is not shown without a token", async () => {
    const reply = await auth.call("/api/me");
    expect(reply.status).toBe(401);
    expect(reply.json()).toMatchObject({ code: "AUTH.TOKEN_REQUIRED" });
  });

  it.each([
    ["an expired token", () => tokenWith({ expiresIn: -1 })],
    ["another issuer", () => tokenWith({ issuer: "https://evil.test" })],
    ["another audience", () => tokenWith({ audience: "another" })],
    ["an unknown kid", () => tokenWith({ keyid: "third" })],
    ["another key under a known kid", () => tokenWith({}, keyAt(1))],
    ["alg none", () => tokenWith({ algorithm: "none" }, "")],
    ["HS256 signed with the public key", hmacToken],
    ["an account that is no more", () => tokenWith({ subject: randomUUID() })],
  ])("is not shown to %s", async (_what, makeToken) => {
    const reply = await auth.call("/api/me", { token: makeToken() });
    expect(reply.status).toBe(401);
    expect(reply.json()).toMatchObject({ code: "AUTH.TOKEN_INVALID" });
  });
});

describe("what auth publishes", () => {
  it("is the public part of every key, at both paths, and may be cached", async () => {
    for (const path of ["/public/.well-known/jwks.json", "/public/jwks.json"]) {
      const reply = await auth.call(path);
      expect(reply.status).toBe(200);
      expect(reply.headers.get("cache-control")).toBe("public, max-age=300");
      expect(reply.json()).toEqual({
        keys: signingKeys.map(({ x, y, kid }) => ({
          kty: "EC",
          crv: "P-256",
          x,
          y,
          kid,
          alg: "ES256",
          use: "sig",
        })),
      });
    }
  });

  it("names the issuer and the place of its keys", async () => {
    const reply = await auth.call("/public/.well-known/openid-configuration");
    expect(reply.status).toBe(200);
    expect(reply.json()).toMatchObject({
      issuer: "https://auth.test",
      jwks_uri: "https://rentezy.test/api/public/auth/.well-known/jwks.json",
      id_token_signing_alg_values_supported: ["ES256"],
      response_types_supported: [],
    });
  });

  it("describes its operations", async () => {
    const reply = await auth.call("/public/openapi.json");
    const { paths } = reply.json<{ paths: Record<string, object> }>();
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        "/api/public/auth/register",
        "/api/public/auth/login",
        "/api/public/auth/refresh",
        "/api/public/auth/logout",
        "/api/auth/me",
      ]),
    );
  });
});

describe("a session's operations", () => {
  it.each(["/public/refresh", "/public/logout"])(
    "%s asks for the cookie",
    async (path) => {
      const reply = await auth.call(path, { method: "POST" });
      expect(reply.status).toBe(401);
      expect(reply.json()).toMatchObject({ code: "AUTH.SESSION_REQUIRED" });
    },
  );

  it("refuse a token that is none of ours", async () => {
    const reply = await auth.call("/public/refresh", {
      method: "POST",
      headers: { cookie: "rentezy_refresh=made-up" },
    });
    expect(reply.status).toBe(401);
    expect(reply.json()).toMatchObject({ code: "AUTH.SESSION_ENDED" });
  });

  it.each(["/public/refresh", "/public/logout"])(
    "%s refuses pages of other sites",
    async (path) => {
      const reply = await auth.call(path, {
        method: "POST",
        headers: {
          origin: "https://evil.test",
          cookie: "rentezy_refresh=made-up",
        },
      });
      expect(reply.status).toBe(403);
      expect(reply.json()).toMatchObject({ code: "AUTH.CROSS_SITE" });
    },
  );
});

describe("the probes", () => {
  it("tell that the service lives and can serve, without a token", async () => {
    const headers = { "dapr-api-token": "" };
    const alive = await auth.call("/healthz", { headers });
    const ready = await auth.call("/readyz", { headers });
    expect([alive.status, ready.status]).toEqual([200, 200]);
    expect(ready.json()).toMatchObject({ checks: { database: "ok" } });
  });
});
