import type { Role } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import { appendToOutbox, eventEntry } from "@rentezy/events";
import { v7 as uuidv7 } from "uuid";
import type { PasswordHasher } from "../credentials/password-hasher.js";
import type { Turnstile } from "../credentials/turnstile.js";
import type { Account, User } from "../domain/user.js";
import { insertAccount } from "../persistence/accounts.js";
import { clearLoginAttempts } from "../persistence/login-attempts.js";

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly role: Exclude<Role, "admin">;
}

/**
 * Makes an account and tells the others of it, both or neither.
 *
 * @throws DomainError `AUTH.EMAIL_TAKEN` or `AUTH.BUSY`.
 */
export function createRegisterUser(dependencies: {
  readonly database: DataSource;
  readonly hasher: PasswordHasher;
  readonly turnstile: Turnstile;
}) {
  const { database, hasher, turnstile } = dependencies;
  return async (registration: Registration): Promise<User> => {
    const { email, password, name, role } = registration;
    const account: Account = {
      id: uuidv7(),
      email,
      name,
      role,
      passwordHash: await turnstile(() => hasher.hash(password)),
      emailVerified: false,
      sessionEpoch: 0,
      createdAt: new Date(),
    };
    await database.transaction(async (manager) => {
      await insertAccount(manager, account);
      // Guesses at an address that had no account must not lock its new owner out.
      await clearLoginAttempts(manager, email);
      await appendToOutbox(manager, [
        eventEntry("user.registered.v1", account.id, {
          userId: account.id,
          role,
          name,
          email,
        }),
      ]);
    });
    return account;
  };
}
