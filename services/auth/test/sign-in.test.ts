import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "@rentezy/database";
import { eventually } from "@rentezy/testkit";
import { createPasswordHasher } from "../src/credentials/password-hasher.js";
import { createTurnstile } from "../src/credentials/turnstile.js";
import {
  admitLoginAttempt,
  forgetOldLoginAttempts,
} from "../src/persistence/login-attempts.js";
import { createVerifyCredentials } from "../src/use-cases/verify-credentials.js";
import { newRegistration, startAuth, type RunningAuth } from "./start-auth.js";

let auth: RunningAuth;
let database: DataSource;
beforeAll(async () => {
  auth = await startAuth();
  ({ database } = auth);
});
afterAll(() => auth.close());

async function registered() {
  const registration = newRegistration();
  const reply = await auth.call("/public/register", {
    method: "POST",
    body: registration,
  });
  expect(reply.status).toBe(201);
  const { email, password } = registration;
  return { email, password };
}

/** A replica's way of verifying credentials, with limits of its own. */
async function createReplica(
  limit = { attempts: 10, windowSeconds: 900 },
  concurrent = 4,
) {
  return createVerifyCredentials({
    database,
    limit,
    hasher: await createPasswordHasher(),
    turnstile: createTurnstile({
      concurrent,
      waiting: 500,
      patienceMs: 10_000,
    }),
  });
}

const login = (body: unknown) =>
  auth.call("/public/login", { method: "POST", body });

const codesOf = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.map((result) =>
    result.status === "fulfilled"
      ? "ok"
      : (result.reason as { code: string }).code,
  );

describe("signing in", () => {
  it("finds the account whatever the case of the address", async () => {
    const { email, password } = await registered();
    const verify = await createReplica();
    await expect(verify({ email, password })).resolves.toMatchObject({
      email,
      emailVerified: false,
    });
  });

  it("answers a wrong password and an unknown account alike", async () => {
    const { email } = await registered();
    const wrong = await login({ email, password: "not the password" });
    const unknown = await login({
      email: `x${email}`,
      password: "not the password",
    });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const withoutId = (reply: typeof wrong) => ({
      ...reply.json(),
      requestId: "",
      instance: "",
    });
    expect(withoutId(unknown)).toEqual(withoutId(wrong));
    expect(wrong.json()).toMatchObject({ code: "AUTH.INVALID_CREDENTIALS" });
  });

  it.each([
    {},
    { email: "asha@rentezy.test" },
    { email: "asha@rentezy.test", password: { $ne: "" } },
    { email: ["asha@rentezy.test"], password: "a good password" },
    { email: "asha@rentezy.test", password: "a".repeat(129) },
  ])("refuses a body that is none: %j", async (body) => {
    const reply = await login(body);
    expect(reply.status).toBe(422);
  });
});

describe("failed sign-ins", () => {
  it("are refused after the tenth, the right password too, with a time to come again", async () => {
    const { email, password } = await registered();
    for (let guess = 0; guess < 10; guess += 1) {
      const reply = await login({ email, password: `guess ${guess}` });
      expect(reply.status).toBe(401);
    }
    const reply = await login({ email, password });
    expect(reply.status).toBe(429);
    expect(reply.json()).toMatchObject({ code: "RATE.LIMITED" });
    const wait = Number(reply.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(850);
    expect(wait).toBeLessThanOrEqual(900);
  });

  it("are limited alike where there is no account", async () => {
    const { email } = newRegistration();
    const verify = await createReplica({ attempts: 2, windowSeconds: 900 });
    const guess = () => verify({ email, password: "guess" });
    const codes = codesOf(
      await Promise.allSettled([guess(), guess(), guess()]),
    );
    expect(codes.sort()).toEqual([
      "AUTH.INVALID_CREDENTIALS",
      "AUTH.INVALID_CREDENTIALS",
      "RATE.LIMITED",
    ]);
  });

  it("are counted when they are made at once, on two replicas", async () => {
    const { email } = await registered();
    const one = await createReplica();
    const other = await createReplica();
    const guesses = Array.from({ length: 60 }, (_, index) =>
      (index % 2 === 0 ? one : other)({ email, password: `guess ${index}` }),
    );
    const codes = codesOf(await Promise.allSettled(guesses));
    const count = (code: string) =>
      codes.filter((each) => each === code).length;
    expect(count("AUTH.INVALID_CREDENTIALS")).toBe(10);
    expect(count("RATE.LIMITED")).toBe(50);
  });

  it("are admitted one by one, however many arrive in one instant", async () => {
    const { email } = newRegistration();
    const limit = { attempts: 10, windowSeconds: 900 };
    const admissions = await Promise.all(
      Array.from({ length: 200 }, () =>
        admitLoginAttempt(database, email, limit),
      ),
    );
    expect(admissions.filter(({ admitted }) => admitted)).toHaveLength(10);
  });

  it("are forgotten when the owner signs in", async () => {
    const { email, password } = await registered();
    const verify = await createReplica({ attempts: 3, windowSeconds: 900 });
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < 2; guess += 1) {
        await expect(verify({ email, password: "guess" })).rejects.toThrow();
      }
      await expect(verify({ email, password })).resolves.toMatchObject({
        email,
      });
    }
  });

  it("are forgotten when the address gets its account", async () => {
    const registration = newRegistration();
    const { email, password } = registration;
    const verify = await createReplica({ attempts: 1, windowSeconds: 900 });
    await expect(verify({ email, password })).rejects.toThrow();
    await auth.call("/public/register", { method: "POST", body: registration });
    await expect(verify({ email, password })).resolves.toMatchObject({ email });
  });

  it("leave the window one by one, and their row when the last has left", async () => {
    const { email, password } = await registered();
    const limit = { attempts: 1, windowSeconds: 5 };
    const verify = await createReplica(limit);
    await expect(verify({ email, password: "guess" })).rejects.toThrow();
    await expect(verify({ email, password })).rejects.toMatchObject({
      code: "RATE.LIMITED",
      retryAfterSeconds: expect.any(Number),
    });
    await eventually(async () => {
      await forgetOldLoginAttempts(database, limit);
      const rows = await database.query<unknown[]>(
        "SELECT 1 FROM login_attempts WHERE email = $1",
        [email],
      );
      expect(rows).toHaveLength(0);
    });
    await expect(verify({ email, password })).resolves.toMatchObject({ email });
  });

  it("do not stand in the way of many good sign-ins at once", async () => {
    const credentials = await registered();
    const verify = await createReplica();
    const codes = codesOf(
      await Promise.allSettled(
        Array.from({ length: 40 }, () => verify(credentials)),
      ),
    );
    expect(new Set(codes)).toEqual(new Set(["ok"]));
  });
});
