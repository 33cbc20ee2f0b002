import {
  databaseEnvironment,
  identityEnvironment,
  platformEnvironment,
  readEnvironment,
} from "@rentezy/config";
import { z } from "zod";

const environment = z.object({
  ...platformEnvironment,
  ...databaseEnvironment,
  ...identityEnvironment,
});
export type Config = z.infer<typeof environment>;

/** What this process was told; ends the process when that is not enough to run. */
export const readConfig = (): Config =>
  readEnvironment(environment, process.env);
