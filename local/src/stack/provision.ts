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
import { UserError } from "../progress.js";
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

/** Throws one error that names everything that is missing, so that it is put right in one go. */
function refuseMissing(
  outcomes: readonly PromiseSettledResult<unknown>[],
): void {
  const failures = outcomes.flatMap((one): unknown[] =>
    one.status === "rejected" ? [one.reason] : [],
  );
  const told = failures.map((one) =>
    one instanceof Error ? one.message : String(one),
  );
  if (told.length > 0) throw new UserError([...new Set(told)].join("\n\n"));
}

/** Finds, fetches or builds every engine; what can go on side by side does. */
export async function provision(
  options: StackOptions,
  say: Progress,
): Promise<Engines> {
  const dapr = provisionDapr(say);
  const postgres = provisionPostgres(say);
  const redis = provisionRedis(say);
  const wantsKafka = options.broker === "kafka";
  const kafka = wantsKafka ? provisionKafka(say) : Promise.resolve(undefined);
  refuseMissing(await Promise.allSettled([dapr, postgres, redis, kafka]));
  const jars = await kafka;
  return {
    dapr: await dapr,
    postgres: await postgres,
    redis: await redis,
    ...(jars ? { kafka: jars } : {}),
  };
}
