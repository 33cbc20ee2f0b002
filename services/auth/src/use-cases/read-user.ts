import { DomainError } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import type { User } from "../domain/user.js";
import { findAccount } from "../persistence/accounts.js";

/**
 * Reads the account of a verified token.
 *
 * @throws DomainError `AUTH.TOKEN_INVALID` when the account is no more.
 */
export function createReadUser({
  database,
}: {
  readonly database: DataSource;
}) {
  return async (userId: string): Promise<User> => {
    const account = await findAccount(database.manager, userId);
    if (account) return account;
    throw new DomainError(
      "AUTH.TOKEN_INVALID",
      "The account of this access token does not exist.",
    );
  };
}
