import { z } from "zod";
import { bodyOf } from "./edge.js";
import type { Answer, CallEdge } from "./edge.js";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface NewAccount extends Credentials {
  readonly name: string;
  readonly role: "tenant" | "landlord";
}

/** What a client holds after signing in. */
export interface Grant {
  readonly userId: string;
  readonly accessToken: string;
  /** When the access token ends, in milliseconds since 1970. */
  readonly expiresAtMs: number;
  /** The cookie to refresh with, as it is sent: `name=value`. */
  readonly refreshCookie: string;
}

const account = z.object({ user: z.object({ id: z.uuid() }) });
const granted = account.extend({
  accessToken: z.string(),
  expiresIn: z.int(),
});

const PUBLIC = "/api/public/auth";

function grantOf(path: string, answer: Answer): Grant {
  const { accessToken, expiresIn, user } = bodyOf(path, answer, 200, granted);
  const [cookie = ""] = answer.headers.getSetCookie();
  return {
    userId: user.id,
    accessToken,
    expiresAtMs: Date.now() + expiresIn * 1000,
    refreshCookie: cookie.split(";")[0] ?? "",
  };
}

/** Makes an account; the id of its user. */
export async function register(
  call: CallEdge,
  { email, password, name, role }: NewAccount,
): Promise<string> {
  const path = `${PUBLIC}/register`;
  const body = { email, password, name, role };
  const answer = await call(path, { method: "POST", body });
  return bodyOf(path, answer, 201, account).user.id;
}

export async function signIn(
  call: CallEdge,
  { email, password }: Credentials,
): Promise<Grant> {
  const path = `${PUBLIC}/login`;
  const body = { email, password };
  return grantOf(path, await call(path, { method: "POST", body }));
}

/** Changes a refresh cookie, which is of no use afterwards, for a new grant. */
export async function refresh(
  call: CallEdge,
  refreshCookie: string,
): Promise<Grant> {
  const path = `${PUBLIC}/refresh`;
  const headers = { cookie: refreshCookie };
  return grantOf(path, await call(path, { method: "POST", headers }));
}
