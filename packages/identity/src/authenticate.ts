import { DomainError, type Caller, type ErrorTable } from "@rentezy/contracts";
import type { VerifyToken } from "./verifier.js";

/** How the refusals of this package are answered; every service includes it in its table. */
export const identityErrors = {
  "AUTH.TOKEN_REQUIRED": { status: 401, title: "Sign in first" },
  "AUTH.TOKEN_INVALID": { status: 401, title: "The access token is not valid" },
  "ACCESS.DENIED": { status: 403, title: "This is not open to you" },
} as const satisfies ErrorTable;

/**
 * Reads the bearer token of an Authorization header and verifies it.
 *
 * @throws DomainError `AUTH.TOKEN_REQUIRED` or `AUTH.TOKEN_INVALID`.
 */
export function authenticateWith(verify: VerifyToken) {
  return async (authorization: string | undefined): Promise<Caller> => {
    const token = /^Bearer ([\w.-]+)$/i.exec(authorization ?? "")?.[1];
    if (token === undefined) {
      throw new DomainError(
        "AUTH.TOKEN_REQUIRED",
        "Send `Authorization: Bearer <access token>`.",
      );
    }
    return verify(token);
  };
}

/** True when the caller owns the thing or is an admin. */
export function mayAct(caller: Caller, ownerId: string): boolean {
  return caller.userId === ownerId || caller.role === "admin";
}
