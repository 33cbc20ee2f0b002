import type { DataSource, EntityManager } from "@rentezy/database";
import { appendToOutbox, eventEntry } from "@rentezy/events";
import { v7 as uuidv7 } from "uuid";
import type { PasswordHasher } from "../credentials/password-hasher.js";
import {
  findAccountByEmail,
  insertAccount,
  lockAdmin,
  makeAdmin,
} from "../persistence/accounts.js";
import type { Credentials } from "./verify-credentials.js";

const ADMIN_NAME = "Administrator";

/**
 * Brings the operator's account in line with the operator's credentials: made when it is not
 * there, changed (and signed out everywhere) when its password or role is another.
 */
export async function ensureAdmin(
  dependencies: {
    readonly database: DataSource;
    readonly hasher: PasswordHasher;
  },
  { email, password }: Credentials,
): Promise<void> {
  const { database, hasher } = dependencies;
  await database.transaction(async (manager) => {
    await lockAdmin(manager);
    const account = await findAccountByEmail(manager, email);
    const upToDate =
      account?.role === "admin" &&
      (await hasher.verify(account.passwordHash, password));
    if (upToDate) return;
    const passwordHash = await hasher.hash(password);
    if (account) await makeAdmin(manager, account.id, passwordHash);
    else await insertAdmin(manager, email, passwordHash);
  });
}

async function insertAdmin(
  manager: EntityManager,
  email: string,
  passwordHash: string,
): Promise<void> {
  const id = uuidv7();
  const described = { role: "admin", name: ADMIN_NAME, email } as const;
  await insertAccount(manager, {
    ...described,
    id,
    passwordHash,
    emailVerified: false,
    sessionEpoch: 0,
    createdAt: new Date(),
  });
  await appendToOutbox(manager, [
    eventEntry("user.registered.v1", id, { ...described, userId: id }),
  ]);
}
