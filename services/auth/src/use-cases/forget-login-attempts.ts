import type { DataSource } from "@rentezy/database";
import type { Logger } from "@rentezy/telemetry";
import {
  forgetOldLoginAttempts,
  type LoginLimit,
} from "../persistence/login-attempts.js";

const INTERVAL_MS = 900_000;

/** Forgets attempts that no longer count, now and then; any number of replicas may. */
export function forgetNowAndThen(
  database: DataSource,
  limit: LoginLimit,
  logger: Logger,
): { readonly stop: () => void } {
  const timer = setInterval(() => {
    forgetOldLoginAttempts(database, limit).catch((error: unknown) =>
      logger.warn({ err: error }, "could not forget old login attempts"),
    );
  }, INTERVAL_MS);
  return { stop: () => clearInterval(timer) };
}
