import {
  databaseEnvironment,
  flag,
  identityEnvironment,
  list,
  platformEnvironment,
  readEnvironment,
  wholeNumber,
} from "@rentezy/config";
import { z } from "zod";
import { privateJwk } from "./credentials/signing-keys.js";
import { emailAddress } from "./domain/user.js";

/** A JSON array of private keys: the first signs, all are published. */
const signingKeys = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "is not JSON" });
      return z.NEVER;
    }
  })
  .pipe(
    z
      .array(privateJwk)
      .min(1)
      .refine(
        (keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length,
        "has a kid twice",
      ),
  );

/** Every setting of the service. */
export const environment = z.object({
  ...platformEnvironment,
  ...databaseEnvironment,
  ...identityEnvironment,
  SIGNING_KEYS: signingKeys,
  ACCESS_TOKEN_SECONDS: wholeNumber.min(60).max(86_400).default(900),
  REFRESH_TOKEN_SECONDS: wholeNumber.min(60).default(30 * 86_400),
  /** False only where the edge is plain http on loopback. */
  COOKIE_SECURE: flag.default(true),
  /** Where clients find the edge. */
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/+$/, "")),
  /** Origins, besides that of PUBLIC_URL, whose pages may use sessions. */
  ALLOWED_ORIGINS: list.default([]),
  LOGIN_FAILURE_LIMIT: wholeNumber.min(1).default(10),
  LOGIN_FAILURE_WINDOW_SECONDS: wholeNumber.min(1).default(900),
  /** Passwords hashed at once: each takes a core and 19 MiB. */
  HASHING_CONCURRENCY: wholeNumber.min(1).max(64).default(2),
  /** Sign-ins and registrations that may wait for hashing. */
  HASHING_QUEUE: wholeNumber.min(0).default(1_000),
  /** The longest that they wait; shorter than the 20 seconds that a call may take. */
  HASHING_WAIT_SECONDS: wholeNumber.min(1).max(15).default(12),
  ADMIN_EMAIL: emailAddress,
  ADMIN_PASSWORD: z.string().min(12).max(128),
});
export type Config = z.infer<typeof environment>;

/** What this process was told; ends the process when that is not enough to run. */
export const readConfig = (): Config =>
  readEnvironment(environment, process.env);

/** The operator's credentials. */
export const adminOf = (config: Config) => ({
  email: config.ADMIN_EMAIL,
  password: config.ADMIN_PASSWORD,
});

/** How often one account may be tried. */
export const loginLimitOf = (config: Config) => ({
  attempts: config.LOGIN_FAILURE_LIMIT,
  windowSeconds: config.LOGIN_FAILURE_WINDOW_SECONDS,
});

/** How many passwords are hashed at once, and how many wait how long. */
export const hashingOf = (config: Config) => ({
  concurrent: config.HASHING_CONCURRENCY,
  waiting: config.HASHING_QUEUE,
  patienceMs: config.HASHING_WAIT_SECONDS * 1_000,
});

/** Origins whose pages may use sessions. */
export const allowedOriginsOf = (config: Config): ReadonlySet<string> =>
  new Set([new URL(config.PUBLIC_URL).origin, ...config.ALLOWED_ORIGINS]);
