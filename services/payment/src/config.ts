import {
  databaseEnvironment,
  identityEnvironment,
  platformEnvironment,
  readEnvironment,
  wholeNumber,
} from "@rentezy/config";
import { z } from "zod";

const environment = z.object({
  ...platformEnvironment,
  ...databaseEnvironment,
  ...identityEnvironment,
  STRIPE_SECRET_KEY: z.string().regex(/^[sr]k_\w+$/, "is not a Stripe key"),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\w+$/, "is not a webhook secret"),
  /** Scheme, host and port only. */
  STRIPE_API_BASE: z
    .url({ protocol: /^https?$/ })
    .default("https://api.stripe.com"),
  /** Of one try. The client makes three, which must end before a call between services does. */
  STRIPE_TIMEOUT_SECONDS: wholeNumber.min(1).max(80).default(5),
  /** Where the hosted page sends the payer afterwards. */
  CHECKOUT_RETURN_URL: z
    .url({ protocol: /^https?$/ })
    .default("http://127.0.0.1:8080/"),
  /** How long a checkout is left to its caller and to webhooks before the sweeper looks at it. */
  SWEEP_AFTER_SECONDS: wholeNumber.min(1).max(3_600).default(20),
  SWEEP_MAX_INTERVAL_SECONDS: wholeNumber.min(1).max(86_400).default(600),
  /** Checkouts looked at side by side, and how long one sweep may begin new ones. */
  SWEEP_BATCH: wholeNumber.min(1).max(100).default(10),
  SWEEP_BUDGET_SECONDS: wholeNumber.min(1).max(300).default(20),
});
export type Config = z.infer<typeof environment>;

/** What this process was told; ends the process when that is not enough to run. */
export const readConfig = (): Config =>
  readEnvironment(environment, process.env);
