import type { EntityManager } from "@rentezy/database";
import { appendToOutbox, eventEntry } from "@rentezy/events";
import { v7 as uuidv7 } from "uuid";
import type { Account } from "../domain/user.js";
import { insertAccount } from "../persistence/accounts.js";

/**
 * Makes an account and tells the others of it, both or neither: in the caller's transaction.
 *
 * @throws DomainError `AUTH.EMAIL_TAKEN`.
 */
export async function makeAccount(
  manager: EntityManager,
  chosen: Pick<Account, "email" | "name" | "role" | "passwordHash">,
): Promise<Account> {
  const account: Account = {
    ...chosen,
    id: uuidv7(),
    emailVerified: false,
    sessionEpoch: 0,
    createdAt: new Date(),
  };
  await insertAccount(manager, account);
  const { id: userId, role, name, email } = account;
  await appendToOutbox(manager, [
    eventEntry("user.registered.v1", userId, { userId, role, name, email }),
  ]);
  return account;
}
