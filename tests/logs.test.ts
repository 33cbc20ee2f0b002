import { beforeAll, describe, expect, it } from "@jest/globals";
import { eventually, type TestReply } from "@rentezy/testkit";
import { randomBytes, randomUUID } from "node:crypto";
import { createClient, refreshCookieOf } from "./support/client.js";
import { leaksIn, logsOf, secretsOf } from "./support/leaks.js";
import { untilSagasRun } from "./support/sagas.js";
import { apiTokenOf, bearer } from "./support/sidecars.js";
import { testStack } from "./support/stack.js";
import { stripeOf } from "./support/stripe.js";
import { deliverWebhook, signatureOf } from "./support/webhooks.js";
import { sendOverWire } from "./support/wire.js";

const stack = await testStack();
const client = createClient(stack);
const stripe = stripeOf(stack);

/** What was said in confidence while the stack was in use, by name. */
const told = secretsOf(stack);

const confide = (
  name: string,
  value = randomBytes(18).toString("base64url"),
) => {
  told.set(name, value);
  return value;
};

const post = (path: string, body: unknown, headers = {}): Promise<TestReply> =>
  client.call(path, { method: "POST", body, headers });

const AUTH = "/api/public/auth";

/** A user comes, books, pays and goes. */
async function live() {
  const [landlord, tenant] = await Promise.all([
    client.newUser("landlord"),
    client.newUser("tenant"),
  ]);
  confide("a password", tenant.password);
  confide("an access token", tenant.token);
  const { email, password } = tenant;
  const login = await post(`${AUTH}/login`, { email, password });
  const cookie = refreshCookieOf(login);
  confide("a refresh token", cookie.split("=")[1]);
  const next = await post(`${AUTH}/refresh`, undefined, { cookie });
  const rotated = refreshCookieOf(next);
  confide("the next refresh token", rotated.split("=")[1]);
  await post(`${AUTH}/refresh`, undefined, { cookie });
  const { roomId } = await client.newRoom(landlord, 1);
  const { id } = await client.newBooking(tenant, roomId);
  await stripe.pay(await client.checkoutUrl(tenant, id));
  await eventually(async () => {
    expect((await client.booking(tenant, id)).status).toBe("booked");
  });
  return tenant;
}

/** Everything goes wrong that can, with a secret in every place where one can be. */
async function goWrong(email: string) {
  const secret = (name: string) => confide(`in ${name}`);
  const registration = { email, name: "Asha Rao", role: "tenant" };
  await post(`${AUTH}/login`, { email, password: secret("a wrong password") });
  await post(`${AUTH}/register`, {
    ...registration,
    password: secret("a registration for a taken address"),
  });
  await post(`${AUTH}/register`, {
    ...registration,
    email: secret("an address that is none"),
    password: secret("a registration that is refused"),
    passwordAgain: secret("an unknown field"),
  });
  await sendOverWire({
    port: stack.portBase,
    method: "POST",
    target: `${AUTH}/login`,
    headers: { "content-type": "application/json" },
    body: `{"email":"${email}","password":"${secret("malformed JSON")}",`,
  });
  const cookie = `rentezy_refresh=${secret("a family")}.${secret("a forged cookie")}`;
  await post(`${AUTH}/refresh`, undefined, { cookie });
  await client.call("/api/auth/me", { token: secret("a forged token") });
  await client.call("/api/booking/bookings", {
    headers: { authorization: `Basic ${secret("basic credentials")}` },
  });
  await client.call("/api/booking/bookings", {
    headers: { "dapr-api-token": secret("an app's token") },
  });
  const body = JSON.stringify({ id: randomUUID(), card: secret("a webhook") });
  const signature = signatureOf(stack, body);
  confide("a webhook's signature", signature.split("v1=")[1]);
  for (const given of [signature, signature.replace(/.$/, "x")])
    await deliverWebhook(stack, body, given);
}

/** Requests that meet a service which is not there, and one which comes back. */
async function goAway(token: string) {
  await stack.stop("booking");
  try {
    const answer = await client.call("/api/booking/bookings", {
      method: "POST",
      token,
      headers: { "idempotency-key": confide("a key", randomUUID()) },
      body: { roomId: confide("a body that cannot be delivered") },
    });
    expect(answer.status).toBe(503);
  } finally {
    await stack.start("booking");
    await untilSagasRun(stack);
  }
}

beforeAll(async () => {
  const { email, token } = await live();
  await goWrong(email);
  await goAway(token);
}, 180_000);

describe("the logs of all processes", () => {
  it("are there, and tell what happened", async () => {
    const logs = await logsOf(stack);
    const processes = await stack.status();
    for (const { spec } of processes) {
      const log = logs.get(`${spec.name.replace(":", "-")}.log`);
      expect([spec.name, log === undefined]).toEqual([spec.name, false]);
    }
    expect(logs.get("gateway.log")).toContain("the sidecar could not deliver");
  });

  it("hold no password, token, key, card number or other secret", async () => {
    expect(told.size).toBeGreaterThan(35);
    for (const [name, value] of told)
      expect([name, value.length >= 12]).toEqual([name, true]);
    const found = [...(await logsOf(stack))].flatMap(([file, text]) =>
      leaksIn(text, told).map((leak) => `${leak} in ${file}`),
    );
    expect(found).toEqual([]);
  });
});

describe("the search for secrets", () => {
  it.each([
    ["payment-api-token.token[0]", apiTokenOf(stack, "payment")],
    ["a JWT", `{"token":"eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x"}`],
    ["a bearer token", JSON.stringify(bearer(randomUUID()))],
    ["a refresh token", "cookie: rentezy_refresh=abcdefghijkl.x"],
    ["a password's hash", "$argon2id$v=19$m=19456,t=2,p=1$x"],
    ["a card number", "number 4242 4242 4242 4242"],
    ["a connection string with its password", "postgres://a:0123456789@b/c"],
  ])("finds %s where it is", (name, text) => {
    expect(leaksIn(`before ${text} after`, told)).toContain(name);
  });

  it.each([
    ["id of a request", "42424242-4242-4242-8242-424242424242"],
    ["id of a span", "a4242424242424242"],
    ["duration", "0.4242424242424242"],
  ])("takes no %s for a card number", (_, text) => {
    expect(leaksIn(`"at":"${text}"`, told)).toEqual([]);
  });
});
