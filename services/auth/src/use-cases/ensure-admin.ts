import type { DataSource } from "@rentezy/database";
import type { PasswordHasher } from "../credentials/password-hasher.js";
import {
  findAccountByEmail,
  lockAdmin,
  makeAdmin,
} from "../persistence/accounts.js";
import { makeAccount } from "./make-account.js";
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
    else
      await makeAccount(manager, {
        email,
        name: ADMIN_NAME,
        role: "admin",
        passwordHash,
      });
  });
}
