import type { AccessTokens } from "../credentials/access-tokens.js";
import { startFamily } from "../domain/session.js";
import type { Account } from "../domain/user.js";
import type { SessionsOptions } from "../persistence/sessions.js";
import { grantTo, type Grant } from "./grant.js";

/** Starts a session for somebody whose credentials were verified. */
export function createOpenSession(
  dependencies: SessionsOptions & { readonly accessTokens: AccessTokens },
) {
  const { sessions, ttlSeconds, accessTokens } = dependencies;
  return async (account: Account): Promise<Grant> => {
    const { token, family } = startFamily({
      userId: account.id,
      epoch: account.sessionEpoch,
    });
    await sessions.save(token.familyId, family, { ttlSeconds });
    return grantTo(account, token, accessTokens);
  };
}
