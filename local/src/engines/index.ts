/** Engines one at a time, as children of the caller: what tests of a single service run on. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { waitUntil } from "../conditions.js";
import { startDetached } from "../processes/detached.js";
import { end } from "../processes/end.js";
import { identityOf } from "../processes/identity.js";
import { isReady } from "../processes/probe.js";
import type { ProcessSpec } from "../processes/spec.js";
import { quiet } from "../progress.js";
import { waitForPostgres } from "./databases.js";
import { postgresProcess, provisionPostgres } from "./postgres.js";
import { provisionRedis, redisProcess } from "./redis.js";

export { provisionK6 } from "./k6.js";
export { provisionKafka } from "./kafka.js";
export { provisionStripeMock, type StripeMockFiles } from "./stripe-mock.js";
export { removeConfined as removeEngineData } from "./unprivileged.js";

/** An engine that ends, at the latest, with this process. */
export interface RunningEngine {
  /** Its connection URL. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** Made if absent; what is in it is used again. Its log is written beside it. */
  readonly dataDir: string;
  readonly port: number;
  /** The data is deleted when the engine ends. */
  readonly temporary?: boolean;
}

const leash = fileURLToPath(new URL("leash.mjs", import.meta.url));

async function runEngine(
  spec: ProcessSpec,
  { dataDir, temporary = false }: EngineOptions,
  url: string,
): Promise<RunningEngine> {
  const logFile = join(dirname(dataDir), `${spec.name}.log`);
  const { command, args, cwd, uid, gid, env, stopSignal = "SIGTERM" } = spec;
  const discard = temporary ? dataDir : undefined;
  const engine = { command, args, cwd, uid, gid, stopSignal, discard };
  const child = startDetached([leash, JSON.stringify(engine)], {
    logFile,
    leashed: true,
    env,
  });
  const { pid } = child;
  const identity = pid === undefined ? undefined : identityOf(pid);
  if (!identity) throw new Error(`${spec.name} does not start; see ${logFile}`);
  await waitUntil(spec.name, 60_000, () => {
    if (child.exitCode !== null)
      throw new Error(`${spec.name} ended; see ${logFile}`);
    return isReady(spec.probe);
  });
  return { url, stop: () => end(identity, "SIGTERM", 20_000) };
}

/** Starts PostgreSQL on loopback. Ready for queries; `url` is that of the superuser. */
export async function startPostgres(
  options: EngineOptions & {
    readonly settings: Readonly<Record<string, string | number>>;
  },
): Promise<RunningEngine> {
  const { dataDir, port, settings } = options;
  const server = { port, password: "postgres" };
  const postgres = await provisionPostgres(quiet);
  const spec = await postgresProcess({
    ...server,
    postgres,
    dataDir,
    settings,
  });
  const url = `postgres://postgres:${server.password}@127.0.0.1:${port}/postgres`;
  const engine = await runEngine(spec, options, url);
  await waitForPostgres(server);
  return engine;
}

/** Starts Redis on loopback. */
export async function startRedis(
  options: EngineOptions,
): Promise<RunningEngine> {
  const { dataDir, port } = options;
  const password = "redis";
  const program = await provisionRedis(quiet);
  const spec = await redisProcess({ program, dataDir, port, password });
  return runEngine(spec, options, `redis://:${password}@127.0.0.1:${port}`);
}
