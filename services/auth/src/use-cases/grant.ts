import type { AccessTokens } from "../credentials/access-tokens.js";
import { formatRefreshToken, type RefreshToken } from "../domain/session.js";
import type { User } from "../domain/user.js";

/** What a signed-in client holds: who it is, a token for calls, and one for the next tokens. */
export interface Grant {
  readonly user: User;
  readonly accessToken: string;
  /** Lifetime of the access token in seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string;
}

/** Grants a user the tokens of a session. */
export const grantTo = (
  user: User,
  refreshToken: RefreshToken,
  accessTokens: AccessTokens,
): Grant => ({
  user,
  accessToken: accessTokens.issueTo(user),
  expiresIn: accessTokens.lifetimeSeconds,
  refreshToken: formatRefreshToken(refreshToken),
});
