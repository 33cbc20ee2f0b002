import { DomainError } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import type { Logger } from "@rentezy/telemetry";
import type { AccessTokens } from "../credentials/access-tokens.js";
import {
  endFamily,
  newSecret,
  parseRefreshToken,
  presentSecret,
  type SessionFamily,
} from "../domain/session.js";
import { findAccount } from "../persistence/accounts.js";
import {
  changeFamily,
  type Decision,
  type SessionsOptions,
} from "../persistence/sessions.js";
import { grantTo, type Grant } from "./grant.js";

export interface Refreshment {
  readonly refreshToken: string;
  /** A browser of ours asks: its tabs share one cookie, and it may have lost the last reply. */
  readonly fromBrowser: boolean;
}

const ended = () =>
  new DomainError("AUTH.SESSION_ENDED", "Sign in again to go on.");

/**
 * Gives new tokens for a refresh token and replaces it; one that was used before ends the family,
 * because two hold it (domain/session.ts says when a repetition is no such sign).
 *
 * @throws DomainError `AUTH.SESSION_ENDED` or `AUTH.BUSY`.
 */
export function createRefreshSession(
  dependencies: SessionsOptions & {
    readonly database: DataSource;
    readonly accessTokens: AccessTokens;
    readonly logger: Logger;
  },
) {
  const { database, accessTokens, logger } = dependencies;
  return async (asked: Refreshment): Promise<Grant> => {
    const token = parseRefreshToken(asked.refreshToken);
    if (!token) throw ended();
    let repetitionAllowed = asked.fromBrowser;
    const decide = async (
      family: SessionFamily,
    ): Promise<Decision<Grant | undefined>> => {
      // Before the rotation is stored: afterwards a failure would cost the client its session.
      const account = await findAccount(database.manager, family.userId);
      if (account?.sessionEpoch !== family.epoch)
        return { save: endFamily(family), result: undefined };
      const presented = presentSecret(family, token.secret, {
        now: Date.now(),
        successor: newSecret(),
        repetitionAllowed,
      });
      const grant = (secret: string) =>
        grantTo(account, { ...token, secret }, accessTokens);
      switch (presented.kind) {
        case "rotated":
          // Should another come first, both used the token at the same time, not one after another.
          repetitionAllowed = true;
          return { save: presented.family, result: grant(presented.secret) };
        case "repeated":
          return { result: grant(presented.secret) };
        case "reused":
          logger.warn(
            { userId: account.id },
            "used refresh token: family ends",
          );
          return { save: presented.family, result: undefined };
        case "ended":
          return { result: undefined };
      }
    };
    const granted = await changeFamily(dependencies, token.familyId, decide);
    if (!granted) throw ended();
    return granted;
  };
}
