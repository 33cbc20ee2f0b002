import { DomainError } from "@rentezy/contracts";

export interface CookieOptions {
  readonly maxAgeSeconds: number;
  /** Sent over TLS only. */
  readonly secure: boolean;
}

const NAME = "rentezy_refresh";

/** As clients see it: only auth's public operations get the cookie. */
const PATH = "/api/public/auth";

/** The Set-Cookie header that gives a client its refresh token, out of reach of scripts. */
export function refreshCookie(
  refreshToken: string,
  { maxAgeSeconds, secure }: CookieOptions,
): string {
  return [
    `${NAME}=${refreshToken}`,
    `Path=${PATH}`,
    `Max-Age=${maxAgeSeconds}`,
    "HttpOnly",
    "SameSite=Strict",
    ...(secure ? ["Secure"] : []),
  ].join("; ");
}

/** The Set-Cookie header that takes the refresh token away. */
export const clearedRefreshCookie = (options: CookieOptions): string =>
  refreshCookie("", { ...options, maxAgeSeconds: 0 });

/**
 * The refresh token in a Cookie header.
 *
 * @throws DomainError `AUTH.SESSION_REQUIRED` when there is none.
 */
export function refreshTokenIn(cookieHeader: string | undefined): string {
  const pairs = (cookieHeader ?? "").split(";").map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${NAME}=`));
  const token = found?.slice(NAME.length + 1);
  if (token) return token;
  throw new DomainError("AUTH.SESSION_REQUIRED", "Sign in first.");
}
