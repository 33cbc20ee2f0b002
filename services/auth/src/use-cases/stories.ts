import type { DataSource } from "@rentezy/database";
import type { Logger } from "@rentezy/telemetry";
import type { AccessTokens } from "../credentials/access-tokens.js";
import type { PasswordHasher } from "../credentials/password-hasher.js";
import type { Turnstile } from "../credentials/turnstile.js";
import type { LoginLimit } from "../persistence/login-attempts.js";
import type { SessionsOptions } from "../persistence/sessions.js";
import { createEndSession } from "./end-session.js";
import { createOpenSession } from "./open-session.js";
import { createReadUser } from "./read-user.js";
import { createRefreshSession } from "./refresh-session.js";
import { createRegisterUser } from "./register-user.js";
import { createVerifyCredentials } from "./verify-credentials.js";

/** What the stories are made with. */
export interface World extends SessionsOptions {
  readonly database: DataSource;
  readonly hasher: PasswordHasher;
  readonly turnstile: Turnstile;
  readonly limit: LoginLimit;
  readonly accessTokens: AccessTokens;
  readonly logger: Logger;
}

/** All that the service does for its callers. */
export const createStories = (world: World) => ({
  registerUser: createRegisterUser(world),
  verifyCredentials: createVerifyCredentials(world),
  openSession: createOpenSession(world),
  refreshSession: createRefreshSession(world),
  endSession: createEndSession(world),
  readUser: createReadUser(world),
});
export type Stories = ReturnType<typeof createStories>;
