import { describe, expect, it } from "@jest/globals";
import { accessTokenClaims } from "@rentezy/contracts";
import { randomUUID } from "node:crypto";
import { createClient, operatorOf, refreshCookieOf } from "./support/client.js";
import { forgeriesOf } from "./support/forgeries.js";
import { INSTANT, UUID_V7 } from "./support/formats.js";
import { expectProblem, expectRefusal } from "./support/problems.js";
import { testStack } from "./support/stack.js";

const stack = await testStack();
const client = createClient(stack);

const AUTH = "/api/public/auth";

const post = (path: string, body?: unknown, headers = {}) =>
  client.call(`${AUTH}${path}`, { method: "POST", body, headers });

const someone = (changes: object = {}) => ({
  email: `asha-${randomUUID()}@example.com`,
  password: `Secret-${randomUUID()}`,
  name: "Asha Rao",
  role: "tenant",
  ...changes,
});

async function signedIn() {
  const { email, password } = await client.newUser("tenant");
  return post("/login", { email, password });
}

describe("POST /register", () => {
  it.each(["tenant", "landlord"])("makes a %s: 201 {user}", async (role) => {
    const registration = someone({ role });
    const answer = await post("/register", registration);
    expect(answer.status).toBe(201);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(answer.json()).toEqual({
      user: {
        id: expect.stringMatching(UUID_V7),
        email: registration.email,
        name: "Asha Rao",
        role,
        emailVerified: false,
        createdAt: expect.stringMatching(INSTANT),
      },
    });
  });

  it("takes an address once, however it is spelled: 409", async () => {
    const first = someone();
    expect((await post("/register", first)).status).toBe(201);
    for (const email of [first.email, ` ${first.email.toUpperCase()} `]) {
      const again = await post("/register", someone({ email }));
      expectRefusal(again, 409, "AUTH.EMAIL_TAKEN");
    }
  });

  it("takes an address once of many that come at once", async () => {
    const same = someone();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post("/register", same)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  });

  it("says of every wrong field what is wrong: 422", async () => {
    const answer = await post("/register", {
      ...someone({ email: "none", password: "short", name: "" }),
      admin: true,
    });
    expectRefusal(answer, 422, "REQUEST.INVALID");
    const paths = expectProblem(answer).errors?.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["body.email", "body.password", "body.name"]),
    );
  });
});

describe("POST /login", () => {
  it("answers 200 {accessToken, tokenType, expiresIn, user} and the refresh cookie", async () => {
    const answer = await signedIn();
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      tokenType: "Bearer",
      expiresIn: 900,
      user: expect.objectContaining({ role: "tenant" }),
    });
    const attributes = answer.headers.get("set-cookie")?.split("; ").slice(1);
    expect(attributes).toEqual(
      expect.arrayContaining([
        "HttpOnly",
        "SameSite=Strict",
        "Path=/api/public/auth",
      ]),
    );
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.text).not.toContain("password");
  });

  it("gives a token of the documented claims, signed by a published key", async () => {
    const { accessToken } = (await signedIn()).json<{ accessToken: string }>();
    const [header, claims] = accessToken
      .split(".")
      .slice(0, 2)
      .map((part): unknown =>
        JSON.parse(Buffer.from(part, "base64url").toString()),
      );
    const { iat, exp } = accessTokenClaims.parse(claims);
    expect(exp - iat).toBe(900);
    const keys = await client.call(`${AUTH}/.well-known/jwks.json`);
    const kids = keys
      .json<{ keys: { kid: string }[] }>()
      .keys.map((k) => k.kid);
    expect(header).toMatchObject({ alg: "ES256" });
    expect(kids).toContain((header as { kid: string }).kid);
  });

  it("says the same of a wrong password and of an unknown address: 401", async () => {
    const { email } = await client.newUser("tenant");
    const wrong = await post("/login", { email, password: "not the one" });
    const unknown = await post(
      "/login",
      someone({ name: undefined, role: undefined }),
    );
    expectRefusal(wrong, 401, "AUTH.INVALID_CREDENTIALS");
    expectRefusal(unknown, 401, "AUTH.INVALID_CREDENTIALS");
    expect(expectProblem(wrong).detail).toBe(expectProblem(unknown).detail);
  });

  it("refuses an account after ten failures, with the right password too: 429", async () => {
    const { email, password } = await client.newUser("tenant");
    for (let failure = 1; failure <= 10; failure += 1) {
      const answer = await post("/login", { email, password: "wrong" });
      expectRefusal(answer, 401, "AUTH.INVALID_CREDENTIALS");
    }
    const answer = await post("/login", { email, password });
    expectRefusal(answer, 429, "RATE.LIMITED");
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("lets the operator's admin in, with the generated credentials", async () => {
    const answer = await post("/login", operatorOf(stack));
    expect(answer.json()).toMatchObject({ user: { role: "admin" } });
  });
});

describe("POST /refresh and /logout", () => {
  const send = (path: string, cookie: string) =>
    post(path, undefined, { cookie });

  it("rotates the cookie; a reused one ends the family", async () => {
    const login = await signedIn();
    const first = refreshCookieOf(login);
    const rotated = await send("/refresh", first);
    expect(rotated.status).toBe(200);
    expect(Object.keys(rotated.json())).toEqual(Object.keys(login.json()));
    const second = refreshCookieOf(rotated);
    expect(second).not.toBe(first);
    for (const cookie of [first, second])
      expectRefusal(await send("/refresh", cookie), 401, "AUTH.SESSION_ENDED");
  });

  it("ends the session at the logout and takes the cookie away: 204", async () => {
    const cookie = refreshCookieOf(await signedIn());
    const answer = await send("/logout", cookie);
    expect(answer.status).toBe(204);
    expect(answer.text).toBe("");
    expect(answer.headers.get("set-cookie")).toMatch(
      /^rentezy_refresh=;.*Max-Age=0/,
    );
    expectRefusal(await send("/refresh", cookie), 401, "AUTH.SESSION_ENDED");
  });

  it.each(["/refresh", "/logout"])(
    "%s asks for the cookie: 401",
    async (path) => {
      expectRefusal(await post(path), 401, "AUTH.SESSION_REQUIRED");
    },
  );

  it("takes no access token for a refresh token", async () => {
    const { accessToken } = (await signedIn()).json<{ accessToken: string }>();
    const cookie = `rentezy_refresh=${accessToken}`;
    expectRefusal(await send("/refresh", cookie), 401, "AUTH.SESSION_ENDED");
  });
});

describe("GET /api/auth/me", () => {
  it("answers 200 {user}", async () => {
    const user = await client.newUser("landlord");
    const answer = await client.call("/api/auth/me", { token: user.token });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      user: expect.objectContaining({
        id: user.id,
        email: user.email,
        role: "landlord",
      }),
    });
  });

  it("knows no one whose account is gone: 401", async () => {
    const token = forgeriesOf(stack).good();
    const answer = await client.call("/api/auth/me", { token });
    expect(answer.status).toBe(401);
    expectProblem(answer);
  });
});

describe("what verifiers read", () => {
  it.each(["/.well-known/jwks.json", "/jwks.json"])(
    "%s publishes public keys, and nothing of the private ones",
    async (path) => {
      const answer = await client.call(`${AUTH}${path}`);
      expect(answer.status).toBe(200);
      const { keys } = answer.json<{ keys: object[] }>();
      expect(keys.length).toBeGreaterThan(0);
      for (const key of keys) {
        expect(Object.keys(key).sort()).toEqual([
          "alg",
          "crv",
          "kid",
          "kty",
          "use",
          "x",
          "y",
        ]);
        expect(key).toMatchObject({ kty: "EC", crv: "P-256", alg: "ES256" });
      }
    },
  );

  it("the discovery document names the issuer and an address where the keys are", async () => {
    const answer = await client.call(
      `${AUTH}/.well-known/openid-configuration`,
    );
    expect(answer.status).toBe(200);
    const { issuer, jwks_uri: address } = answer.json<{
      issuer: string;
      jwks_uri: string;
    }>();
    expect(issuer).toBe("https://rentezy.local/auth");
    const keys = await client.call(`${AUTH}/.well-known/jwks.json`);
    expect(await (await fetch(address)).json()).toEqual(keys.json());
  });
});
