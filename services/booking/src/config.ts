import {
  databaseEnvironment,
  identityEnvironment,
  platformEnvironment,
  readEnvironment,
  wholeNumber,
} from "@rentezy/config";
import { z } from "zod";

const schema = z.object({
  ...platformEnvironment,
  ...databaseEnvironment,
  ...identityEnvironment,
  /** How long a room is held for a tenant who has not paid. */
  HOLD_SECONDS: wholeNumber.min(1).max(86_400).default(600),
  /** Reservations that may wait to be granted at once; past it the next is told to come again. */
  RESERVE_QUEUE_LIMIT: wholeNumber.min(1).default(5_000),
});

export type Config = z.infer<typeof schema>;

/** Reads the environment, or ends the process naming what is missing. */
export const readConfig = (): Config => readEnvironment(schema, process.env);
