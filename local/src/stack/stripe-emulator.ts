import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ProcessSpec } from "../processes/spec.js";
import type { Blueprint } from "./applications.js";
import { root } from "./paths.js";
import { secretOf } from "./secrets.js";

const folder = join(root, "services/payment/emulator");

/** The local stand-in for Stripe, in a stack that has a payment service. */
export function stripeEmulatorProcess(
  blueprint: Blueprint,
): ProcessSpec | undefined {
  const { ports, paths, secrets, overrides, portBase } = blueprint;
  const pays = blueprint.rows.some((row) => row.appId === "payment");
  if (!pays || !existsSync(join(folder, "dist/main.js"))) return undefined;
  return {
    name: "stripe",
    kind: "engine",
    command: process.execPath,
    args: ["--enable-source-maps", "dist/main.js"],
    cwd: folder,
    env: {
      PORT: String(ports.stripe),
      STRIPE_SECRET_KEY: secretOf(secrets, "payment", "STRIPE_SECRET_KEY"),
      STRIPE_WEBHOOK_SECRET: secretOf(
        secrets,
        "payment",
        "STRIPE_WEBHOOK_SECRET",
      ),
      WEBHOOK_URL: `http://127.0.0.1:${portBase}/api/public/payment/webhooks/stripe`,
      PUBLIC_URL: `http://127.0.0.1:${ports.stripe}`,
      STATE_FILE: join(paths.data, "stripe.json"),
      LOG_LEVEL: "info",
      NODE_ENV: "production",
      ...overrides.stripe,
    },
    ports: [ports.stripe],
    probe: { kind: "tcp", port: ports.stripe },
  };
}
