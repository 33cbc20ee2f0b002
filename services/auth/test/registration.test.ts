import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { newRegistration, startAuth, type RunningAuth } from "./start-auth.js";

let auth: RunningAuth;
beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.close());

const register = (body: unknown) =>
  auth.call("/public/register", { method: "POST", body });

describe("registering", () => {
  it("makes an account and announces it, and shows neither password nor hash", async () => {
    const registration = newRegistration();
    const reply = await register({
      ...registration,
      email: ` ${registration.email.toUpperCase()}`,
      name: " Asha Rao ",
    });
    expect(reply.status).toBe(201);
    const { user } = reply.json<{ user: Record<string, unknown> }>();
    expect(user).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      email: registration.email,
      name: "Asha Rao",
      role: "tenant",
      emailVerified: false,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    const events = await auth.database.query<unknown[]>(
      "SELECT destination, type, payload FROM outbox WHERE aggregate_id = $1",
      [user["id"]],
    );
    expect(events).toEqual([
      {
        destination: "users",
        type: "user.registered.v1",
        payload: {
          userId: user["id"],
          role: "tenant",
          name: "Asha Rao",
          email: registration.email,
        },
      },
    ]);
  });

  it("stores the password as argon2id only", async () => {
    const registration = newRegistration();
    await register(registration);
    const [row] = await auth.database.query<{ row: string }[]>(
      "SELECT account::text AS row FROM account WHERE email = $1",
      [registration.email],
    );
    expect(row?.row).toContain("$argon2id$v=19$m=19456,t=2,p=1$");
    expect(row?.row).not.toContain(registration.password);
  });

  it("gives an address to one of many who ask at once, and announces one", async () => {
    const registration = newRegistration();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => register(registration)),
    );
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    const refused = replies.find(({ status }) => status === 409);
    expect(refused?.json()).toMatchObject({ code: "AUTH.EMAIL_TAKEN" });
    const events = await auth.database.query<unknown[]>(
      "SELECT 1 FROM outbox WHERE payload->>'email' = $1",
      [registration.email],
    );
    expect(events).toHaveLength(1);
  });

  it.each([
    ["an admin", { role: "admin" }],
    ["a role that is none", { role: "owner" }],
    ["no address", { email: undefined }],
    ["an address that is none", { email: "asha at rentezy" }],
    ["an address of 300 letters", { email: `${"a".repeat(300)}@rentezy.test` }],
    ["SQL for an address", { email: "a'; DROP TABLE account; --@x.test" }],
    ["a password of 7 letters", { password: "seven77" }],
    ["a password of 129 letters", { password: "a".repeat(129) }],
    ["a password that is a number", { password: 1234567890 }],
    ["an empty name", { name: "  " }],
    ["a name of 101 letters", { name: "a".repeat(101) }],
    ["a name that Postgres cannot hold", { name: "As\u0000ha" }],
    ["half a letter", { name: "Asha \ud83d" }],
    ["an unknown field", { emailVerified: true }],
  ])("refuses %s", async (_what, change) => {
    const reply = await register({ ...newRegistration(), ...change });
    expect(reply.status).toBe(422);
    expect(reply.json()).toMatchObject({ code: "REQUEST.INVALID" });
  });

  it("takes SQL in a name for what it is: a name", async () => {
    const name = "Robert'); DROP TABLE account; --";
    const reply = await register({ ...newRegistration(), name });
    expect(reply.status).toBe(201);
    expect(reply.json()).toMatchObject({ user: { name } });
  });

  it("is closed to whoever is not the app's own sidecar", async () => {
    const reply = await auth.call("/public/register", {
      method: "POST",
      body: newRegistration(),
      headers: { "dapr-api-token": "guessed" },
    });
    expect(reply.status).toBe(401);
    expect(reply.json()).toMatchObject({ code: "DAPR.TOKEN_REQUIRED" });
  });
});
