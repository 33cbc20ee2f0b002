import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { waitUntil } from "../conditions.js";
import { ensureDatabases, waitForPostgres } from "../engines/databases.js";
import { kafkaProcess } from "../engines/kafka.js";
import { postgresProcess } from "../engines/postgres.js";
import { redisProcess } from "../engines/redis.js";
import { isReady } from "../processes/probe.js";
import type { ProcessSpec } from "../processes/spec.js";
import type { Progress } from "../progress.js";
import {
  appPortOf,
  appProcess,
  sidecarOf,
  sidecarProcess,
} from "./applications.js";
import type { Blueprint } from "./applications.js";
import {
  placementProcess,
  schedulerProcess,
  sentryProcess,
  trustAnchors,
} from "./control-plane.js";
import { createCrew } from "./crew.js";
import type { Crew } from "./crew.js";
import { writeLocalConfiguration } from "./name-resolution.js";
import type { StackOptions } from "./options.js";
import { stackDirOf, stackPaths } from "./paths.js";
import { enginePorts } from "./ports.js";
import type { Engines } from "./provision.js";
import { withReplicas } from "./replicas.js";
import { ensureSecrets, rolesIn, secretOf } from "./secrets.js";
import { stripeEmulatorProcess } from "./stripe-emulator.js";
import { readTopology } from "./topology.js";
import type { Row } from "./topology.js";

/** Makes the stack's folders and secrets and derives everything that it is made of. */
export async function draw(options: StackOptions): Promise<Blueprint> {
  const paths = stackPaths(stackDirOf(options.portBase));
  for (const folder of [paths.data, paths.logs, paths.run])
    await mkdir(folder, { recursive: true });
  const rows = withReplicas(readTopology(options), options.replicas);
  const secrets = ensureSecrets(paths.secretsFile, rows, options.portBase);
  const { portBase, overrides } = options;
  return {
    portBase,
    ports: enginePorts(portBase),
    paths,
    rows,
    secrets,
    overrides,
  };
}

const optionsFile = (portBase: number): string =>
  join(stackPaths(stackDirOf(portBase)).run, "stack.json");

/** Keeps what the stack was started with. */
export async function remember(options: StackOptions): Promise<void> {
  const content = JSON.stringify(options, null, 2);
  await writeFile(optionsFile(options.portBase), content, { mode: 0o600 });
}

/** What the stack on this base was last started with, if it ever was. */
export async function remembered(
  portBase: number,
): Promise<StackOptions | undefined> {
  return readFile(optionsFile(portBase), "utf8").then(
    // A stack that was started before there were replicas has none.
    (content) => {
      const kept = JSON.parse(content) as Partial<StackOptions>;
      return { replicas: {}, ...kept } as StackOptions;
    },
    () => undefined,
  );
}

async function bringControlPlane(
  crew: Crew,
  blueprint: Blueprint,
  engines: Engines,
): Promise<void> {
  const { paths, ports } = blueprint;
  await crew.bring(sentryProcess(engines.dapr, paths, ports));
  await Promise.all([
    crew.bring(placementProcess(engines.dapr, paths, ports)),
    crew.bring(schedulerProcess(engines.dapr, paths, ports)),
  ]);
}

async function bringPostgres(
  crew: Crew,
  { paths, ports, secrets }: Blueprint,
  engines: Engines,
  signal: AbortSignal,
): Promise<void> {
  const server = {
    port: ports.postgres,
    password: secretOf(secrets, "postgres", "password"),
  };
  const dataDir = join(paths.data, "postgres");
  await crew.bring(
    await postgresProcess({ ...server, postgres: engines.postgres, dataDir }),
  );
  await waitForPostgres(server, signal);
  await ensureDatabases(server, rolesIn(secrets));
}

async function bringEngines(
  crew: Crew,
  blueprint: Blueprint,
  engines: Engines,
  signal: AbortSignal,
): Promise<void> {
  const { paths, ports, secrets } = blueprint;
  const password = secretOf(secrets, "redis", "password");
  const bringKafka = async (): Promise<void> => {
    if (!engines.kafka) return;
    const dataDir = join(paths.data, "kafka");
    const { kafka: port, kafkaController: controllerPort } = ports;
    await crew.bring(
      await kafkaProcess({
        kafka: engines.kafka,
        dataDir,
        port,
        controllerPort,
      }),
    );
  };
  const bringRedis = async (): Promise<void> => {
    const dataDir = join(paths.data, "redis");
    await crew.bring(
      await redisProcess({
        program: engines.redis,
        dataDir,
        port: ports.redis,
        password,
      }),
    );
  };
  const bringStripe = async (): Promise<void> => {
    const spec = stripeEmulatorProcess(blueprint);
    if (spec) await crew.bring(spec);
  };
  await Promise.all([
    bringControlPlane(crew, blueprint, engines),
    bringPostgres(crew, blueprint, engines, signal),
    bringRedis(),
    bringKafka(),
    bringStripe(),
  ]);
}

/** The processes of one row: its application, if it has one, and its sidecar. */
export function processesOf(
  row: Row,
  blueprint: Blueprint,
  daprd: string,
): ProcessSpec[] {
  const app = appProcess(row, blueprint);
  const anchors = readFileSync(trustAnchors(blueprint.paths), "utf8");
  const sidecar = sidecarProcess(row, blueprint, daprd, anchors);
  return app ? [app, sidecar] : [sidecar];
}

/**
 * Starts the rows. All but the last start together. The last is the gateway, whose sidecar fetches
 * auth's public keys through the gateway itself as it starts and gives up when it cannot; so the
 * application of that row comes first, then the keys must be there, then its sidecar starts.
 */
async function bringRows(
  crew: Crew,
  blueprint: Blueprint,
  engines: Engines,
  signal: AbortSignal,
): Promise<void> {
  const { daprd } = engines.dapr;
  const last = blueprint.rows.at(-1);
  const earlier = blueprint.rows
    .slice(0, -1)
    .flatMap((row) => processesOf(row, blueprint, daprd));
  await Promise.all(earlier.map((spec) => crew.bring(spec)));
  if (!last) return;
  const [app, sidecar] = processesOf(last, blueprint, daprd);
  const keys = last.env.JWKS_URL;
  const bringSidecar = async (): Promise<void> => {
    if (!sidecar) return;
    if (keys) {
      const served = () => isReady({ kind: "http", url: keys });
      await waitUntil(keys, 60_000, served, signal);
    }
    await crew.bring(sidecar);
  };
  await Promise.all([app ? crew.bring(app) : undefined, bringSidecar()]);
}

/** Starts everything that does not run yet, in the order in which one needs the other. */
export async function bringUp(
  blueprint: Blueprint,
  engines: Engines,
  say: Progress,
  signal: AbortSignal,
): Promise<void> {
  const crew = createCrew(blueprint.paths, say, signal);
  await writeLocalConfiguration(blueprint.paths, blueprint.rows);
  await bringEngines(crew, blueprint, engines, signal);
  await bringRows(crew, blueprint, engines, signal);
}

/** Where people and programs reach the stack. */
export function urlsOf(blueprint: Blueprint): Record<string, string> {
  const apps = blueprint.rows.flatMap((row) => {
    const port = appPortOf(row);
    return port === undefined
      ? []
      : [[row.name, `http://127.0.0.1:${port}`] as const];
  });
  const sidecars = blueprint.rows.map(
    (row) => [sidecarOf(row.name), `http://127.0.0.1:${row.httpPort}`] as const,
  );
  return {
    ...Object.fromEntries([...apps, ...sidecars]),
    stripe: `http://127.0.0.1:${blueprint.ports.stripe}`,
    gateway: `http://127.0.0.1:${blueprint.portBase}`,
  };
}
