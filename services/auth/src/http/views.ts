import { instant, role, uuid } from "@rentezy/contracts";
import type { Reply } from "@rentezy/http";
import { z } from "zod";
import type { User } from "../domain/user.js";
import type { Grant } from "../use-cases/grant.js";
import { refreshCookie, type CookieOptions } from "./refresh-cookie.js";

const userView = z.object({
  id: uuid,
  email: z.string(),
  name: z.string(),
  role,
  emailVerified: z.boolean(),
  createdAt: instant,
});

/** An account as its owner sees it. */
export const userReply = z.object({ user: userView });

/** What a client gets that signs in or refreshes, besides the cookie. */
export const grantReply = z.object({
  accessToken: z.string(),
  tokenType: z.literal("Bearer"),
  /** Lifetime of the access token in seconds. */
  expiresIn: z.int(),
  user: userView,
});

/** Answers about people and tokens are never kept by caches. */
export const NOT_STORED = { "cache-control": "no-store" } as const;

export const viewUser = (user: User): z.input<typeof userView> => ({
  ...user,
  createdAt: user.createdAt.toISOString(),
});

/** Answers with a grant: the refresh token in the cookie, where scripts cannot read it. */
export const replyWithGrant = (grant: Grant, cookie: CookieOptions): Reply => ({
  status: 200,
  headers: {
    ...NOT_STORED,
    "set-cookie": refreshCookie(grant.refreshToken, cookie),
  },
  body: {
    accessToken: grant.accessToken,
    tokenType: "Bearer",
    expiresIn: grant.expiresIn,
    user: viewUser(grant.user),
  },
});
