import { DomainError } from "@rentezy/contracts";
import { violatesUnique, type EntityManager } from "@rentezy/database";
import type { Account } from "../domain/user.js";
import { accountEntity } from "./account-entity.js";

/** The account with this id, if there is one. */
export const findAccount = (
  manager: EntityManager,
  id: string,
): Promise<Account | null> => manager.findOneBy(accountEntity, { id });

/** The account with this address, if there is one. */
export const findAccountByEmail = (
  manager: EntityManager,
  email: string,
): Promise<Account | null> => manager.findOneBy(accountEntity, { email });

/**
 * Adds an account.
 *
 * @throws DomainError `AUTH.EMAIL_TAKEN`.
 */
export async function insertAccount(
  manager: EntityManager,
  account: Account,
): Promise<void> {
  try {
    await manager.insert(accountEntity, account);
  } catch (error) {
    if (!violatesUnique(error, "account_email_unique")) throw error;
    throw new DomainError(
      "AUTH.EMAIL_TAKEN",
      "There is an account with this e-mail address.",
    );
  }
}

/** Makes an account the operator's; the sessions that it has end. */
export async function makeAdmin(
  manager: EntityManager,
  id: string,
  passwordHash: string,
): Promise<void> {
  await manager.update(
    accountEntity,
    { id },
    { role: "admin", passwordHash, sessionEpoch: () => "session_epoch + 1" },
  );
}

/** Names the advisory lock under which one replica of many sets up the admin. */
const ADMIN_LOCK = 7_203_701;

/** Lets one transaction at a time set up the admin. */
export async function lockAdmin(manager: EntityManager): Promise<void> {
  await manager.query("SELECT pg_advisory_xact_lock($1)", [ADMIN_LOCK]);
}
