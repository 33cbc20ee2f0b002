import { DomainError } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import type { PasswordHasher } from "../credentials/password-hasher.js";
import type { Turnstile } from "../credentials/turnstile.js";
import type { Account } from "../domain/user.js";
import { findAccountByEmail } from "../persistence/accounts.js";
import {
  admitLoginAttempt,
  clearLoginAttempts,
  type LoginLimit,
} from "../persistence/login-attempts.js";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/**
 * Finds the account that an address and a password belong to. Accounts that do not exist cost the
 * same work and are limited the same, so that answers do not tell which addresses have one.
 *
 * An attempt is counted before its password is looked at, or guesses made at once would all be
 * admitted; and in its turn, or a burst of good sign-ins to one account would use up its attempts.
 *
 * @throws DomainError `AUTH.INVALID_CREDENTIALS`, `RATE.LIMITED` or `AUTH.BUSY`.
 */
export function createVerifyCredentials(dependencies: {
  readonly database: DataSource;
  readonly hasher: PasswordHasher;
  readonly turnstile: Turnstile;
  readonly limit: LoginLimit;
}) {
  const { database, hasher, turnstile, limit } = dependencies;
  return ({ email, password }: Credentials): Promise<Account> =>
    turnstile(async () => {
      const admission = await admitLoginAttempt(database, email, limit);
      if (!admission.admitted) {
        throw new DomainError(
          "RATE.LIMITED",
          "There were too many failed sign-ins to this account.",
          admission.retryAfterSeconds,
        );
      }
      const account = await findAccountByEmail(database.manager, email);
      const matches = await hasher.verify(account?.passwordHash, password);
      if (!account || !matches) {
        throw new DomainError(
          "AUTH.INVALID_CREDENTIALS",
          "Check the e-mail address and the password.",
        );
      }
      await clearLoginAttempts(database.manager, email);
      return account;
    });
}
