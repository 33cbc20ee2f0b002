import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "@rentezy/database";
import type { TestDatabase } from "@rentezy/testkit";
import {
  ADMIN,
  configFor,
  connectTo,
  createAuthDatabase,
  openReplica,
} from "./start-auth.js";

interface AdminRow {
  readonly id: string;
  readonly role: string;
  readonly password_hash: string;
  readonly session_epoch: number;
}

let database: TestDatabase;
let connection: DataSource;
beforeAll(async () => {
  database = await createAuthDatabase();
  connection = await connectTo(database.url);
});
afterAll(async () => {
  await connection.destroy();
  await database.drop();
});

/** Starts replicas together, as a deployment does, and stops them. */
async function startTogether(
  count: number,
  settings: Readonly<Record<string, string>> = {},
) {
  const config = configFor(database.url, settings);
  const replicas = await Promise.all(
    Array.from({ length: count }, () => openReplica(config)),
  );
  await Promise.all(replicas.map(({ close }) => close()));
}

function readAdmins(): Promise<readonly AdminRow[]> {
  return connection.query<AdminRow[]>(
    "SELECT id, role, password_hash, session_epoch FROM account WHERE email = $1",
    [ADMIN.email],
  );
}

describe("the operator's account", () => {
  it("is made once by replicas that start together, and announced once", async () => {
    await startTogether(3);
    const admins = await readAdmins();
    expect(admins).toMatchObject([{ role: "admin", session_epoch: 0 }]);
    const events = await connection.query<unknown[]>("SELECT type FROM outbox");
    expect(events).toEqual([{ type: "user.registered.v1" }]);
  });

  it("stays as it is when nothing changed", async () => {
    const before = await readAdmins();
    await startTogether(2);
    expect(await readAdmins()).toEqual(before);
  });

  it("takes a new password, and ends its sessions", async () => {
    const [before] = await readAdmins();
    await startTogether(2, { ADMIN_PASSWORD: "another good password" });
    const [after] = await readAdmins();
    expect(after).toMatchObject({ id: before?.id, session_epoch: 1 });
    expect(after?.password_hash).not.toBe(before?.password_hash);
  });
});
