import { endFamily, parseRefreshToken } from "../domain/session.js";
import { changeFamily, type SessionsOptions } from "../persistence/sessions.js";

/** Ends the session that a refresh token belongs to; safe to repeat. */
export function createEndSession(dependencies: SessionsOptions) {
  return async (refreshToken: string): Promise<void> => {
    const token = parseRefreshToken(refreshToken);
    if (!token) return;
    await changeFamily(dependencies, token.familyId, (family) =>
      Promise.resolve({ save: endFamily(family), result: undefined }),
    );
  };
}
