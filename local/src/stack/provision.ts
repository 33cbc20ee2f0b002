import { existsSync } from "node:fs";
import { join } from "node:path";
import { provisionDapr } from "../engines/dapr.js";
import type { Dapr } from "../engines/dapr.js";
import { provisionKafka } from "../engines/kafka.js";
import type { Kafka } from "../engines/kafka.js";
import { provisionPostgres } from "../engines/postgres.js";
import type { Postgres } from "../engines/postgres.js";
import { provisionRedis } from "../engines/redis.js";
import { run } from "../engines/run.js";
import type { Progress } from "../progress.js";
import { root } from "./paths.js";
import type { StackOptions } from "./options.js";

/** The programs that a stack runs, all of them there. */
export interface Engines {
  readonly dapr: Dapr;
  readonly postgres: Postgres;
  readonly redis: string;
  readonly kafka?: Kafka;
}

/** Bundles the services. */
export async function build(say: Progress): Promise<void> {
  const script = join(root, "scripts/build.mjs");
  if (!existsSync(script)) return;
  const said = await run(process.execPath, [script], { cwd: root });
  for (const line of said.trim().split("\n").filter(Boolean)) say(line);
}

/** Finds, fetches or builds every engine; what can go on side by side does. */
export async function provision(
  options: StackOptions,
  say: Progress,
): Promise<Engines> {
  const [dapr, postgres, redis, kafka] = await Promise.all([
    provisionDapr(say),
    provisionPostgres(say),
    provisionRedis(say),
    options.broker === "kafka" ? provisionKafka(say) : undefined,
  ]);
  return { dapr, postgres, redis, ...(kafka ? { kafka } : {}) };
}
