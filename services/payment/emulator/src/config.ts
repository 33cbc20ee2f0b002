import { z } from "zod";

const schema = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535),
  /** Base of the hosted page's addresses; the emulator's own address when absent. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^sk_\w{8,}$/, "must look like sk_test_..."),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\w{8,}$/, "must look like whsec_..."),
  WEBHOOK_URL: z.url({ protocol: /^https?$/ }),
  /** The journal that keeps the state over restarts. */
  STATE_FILE: z.string().min(1),
  SLOW_PAYMENT_SECONDS: z.coerce.number().min(0).max(86_400).default(5),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"])
    .default("info"),
});

export type Config = z.infer<typeof schema>;

/** Reads the environment. Throws naming every setting that is wrong, never a value. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );
  throw new Error(`The environment is not right:\n  ${problems.join("\n  ")}`);
}
