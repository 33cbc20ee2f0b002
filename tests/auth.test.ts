import { describe, expect, it } from "@jest/globals";
import { createClient, operatorOf, refreshCookieOf } from "./support/client.js";
import { expectRefusal } from "./support/problems.js";
import { testStack } from "./support/stack.js";

const stack = await testStack();
const client = createClient(stack);

/** What a browser says of a page of ours. */
const BROWSER = { "sec-fetch-site": "same-origin" };

/** Headers beside the cookie. */
type Said = Readonly<Record<string, string>>;

const send = (path: string, cookie: string, headers: Said = {}) =>
  client.call(`/api/public/auth${path}`, {
    method: "POST",
    headers: { cookie, ...headers },
  });

const refresh = (cookie: string, headers?: Said) =>
  send("/refresh", cookie, headers);

async function signIn() {
  const { email, password } = await client.newUser("tenant");
  const answer = await client.call("/api/public/auth/login", {
    method: "POST",
    body: { email, password },
  });
  expect(answer.status).toBe(200);
  return answer;
}

describe("a session", () => {
  it("starts with a token for calls and a cookie that scripts cannot read", async () => {
    const answer = await signIn();
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("set-cookie")).toMatch(
      /^rentezy_refresh=[\w-]{22}\.[\w-]{43}; Path=\/api\/public\/auth; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    const { accessToken, ...body } = answer.json<{ accessToken: string }>();
    expect(body).toMatchObject({ tokenType: "Bearer", expiresIn: 900 });
    const me = await client.call("/api/auth/me", { token: accessToken });
    expect(me.status).toBe(200);
    expect(me.json()).toMatchObject({ user: { role: "tenant" } });
  });

  it("goes on with each refresh, under a new cookie", async () => {
    const first = refreshCookieOf(await signIn());
    const second = await refresh(first);
    expect(second.status).toBe(200);
    const third = await refresh(refreshCookieOf(second));
    expect(third.status).toBe(200);
    const cookies = [first, refreshCookieOf(second), refreshCookieOf(third)];
    expect(new Set(cookies).size).toBe(3);
    const { accessToken } = third.json<{ accessToken: string }>();
    const me = await client.call("/api/auth/me", { token: accessToken });
    expect(me.status).toBe(200);
  });

  it("ends for everyone when a used cookie comes again", async () => {
    const first = refreshCookieOf(await signIn());
    const second = refreshCookieOf(await refresh(first));
    const reused = await refresh(first);
    expectRefusal(reused, 401, "AUTH.SESSION_ENDED");
    const rightful = await refresh(second);
    expectRefusal(rightful, 401, "AUTH.SESSION_ENDED");
  });

  it("goes on when a browser lost the reply that held the new cookie", async () => {
    const first = refreshCookieOf(await signIn());
    const lost = await refresh(first, BROWSER);
    const again = await refresh(first, BROWSER);
    expect(again.status).toBe(200);
    expect(refreshCookieOf(again)).toBe(refreshCookieOf(lost));
    expect((await refresh(refreshCookieOf(again), BROWSER)).status).toBe(200);
  });

  it("goes on when many tabs of a browser refresh at once", async () => {
    const first = refreshCookieOf(await signIn());
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refresh(first, BROWSER)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const successors = new Set(answers.map(refreshCookieOf));
    expect(successors.size).toBe(1);
    const [successor = ""] = successors;
    expect((await refresh(successor)).status).toBe(200);
  });

  it("ends at the logout, which takes the cookie away", async () => {
    const cookie = refreshCookieOf(await signIn());
    const answer = await send("/logout", cookie);
    expect(answer.status).toBe(204);
    expect(answer.headers.get("set-cookie")).toMatch(
      /^rentezy_refresh=; .*Max-Age=0/,
    );
    expectRefusal(await refresh(cookie), 401, "AUTH.SESSION_ENDED");
  });

  it("is not open to pages of other sites", async () => {
    const cookie = refreshCookieOf(await signIn());
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example" },
    ]) {
      const answer = await refresh(cookie, headers);
      expect(answer.status).toBe(403);
    }
    expect((await refresh(cookie)).status).toBe(200);
  });
});

describe("failed sign-ins", () => {
  it("tell a client through the edge when to come again", async () => {
    const { email, password } = await client.newUser("tenant");
    const login = (guess: string) =>
      client.call("/api/public/auth/login", {
        method: "POST",
        body: { email, password: guess },
      });
    const guesses = await Promise.all(
      Array.from({ length: 30 }, (_, index) => login(`guess ${index}`)),
    );
    const refused = guesses.filter(({ status }) => status === 429);
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(refused).toHaveLength(20);
    const rightful = await login(password);
    expectRefusal(rightful, 429, "RATE.LIMITED");
    const wait = Number(rightful.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(800);
  });
});

describe("the operator", () => {
  it("signs in with the generated credentials, and cannot be registered", async () => {
    const { token } = await client.signIn(operatorOf(stack));
    const me = await client.call("/api/auth/me", { token });
    expect(me.json()).toMatchObject({ user: { role: "admin" } });
    const impostor = await client.call("/api/public/auth/register", {
      method: "POST",
      body: {
        email: "impostor@example.com",
        password: "a good password",
        name: "Impostor",
        role: "admin",
      },
    });
    expect(impostor.status).toBe(422);
  });
});
