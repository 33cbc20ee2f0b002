import type { Role } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import type { PasswordHasher } from "../credentials/password-hasher.js";
import type { Turnstile } from "../credentials/turnstile.js";
import type { User } from "../domain/user.js";
import { clearLoginAttempts } from "../persistence/login-attempts.js";
import { makeAccount } from "./make-account.js";

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
  return async ({ password, ...chosen }: Registration): Promise<User> => {
    const passwordHash = await turnstile(() => hasher.hash(password));
    return database.transaction(async (manager) => {
      const account = await makeAccount(manager, { ...chosen, passwordHash });
      // Guesses at an address that had no account must not lock its new owner out.
      await clearLoginAttempts(manager, chosen.email);
      return account;
    });
  };
}
