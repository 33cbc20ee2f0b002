import { existsSync } from "node:fs";
import { flags } from "../processes/flags.js";
import type { ProcessSpec } from "../processes/spec.js";
import { UserError } from "../progress.js";
import { trustDomain } from "./control-plane.js";
import { goRuntime } from "./go-runtime.js";
import { localConfigurationFile } from "./name-resolution.js";
import type { StackPaths } from "./paths.js";
import type { EnginePorts } from "./ports.js";
import { secretOf } from "./secrets.js";
import type { Secrets } from "./secrets.js";
import type { Row } from "./topology.js";

const loopback = "127.0.0.1";

/** Settings given on the command line, for all replicas of an app: app-id -> variable -> value. */
export type Overrides = Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

/** All a stack is made of; what is derived from it is the same at every start. */
export interface Blueprint {
  readonly portBase: number;
  readonly ports: EnginePorts;
  readonly paths: StackPaths;
  readonly rows: readonly Row[];
  readonly secrets: Secrets;
  readonly overrides: Overrides;
}

/** What the sidecar of a row is called, by the row's name. */
export const sidecarOf = (name: string): string => `sidecar:${name}`;

/** The port of an app: dapr.yaml's, or for an app that no sidecar calls, its own variable's. */
export function appPortOf(row: Row): number | undefined {
  if (row.appPort !== undefined) return row.appPort;
  const own = Number(row.env.APP_PORT);
  return own > 0 ? own : undefined;
}

/** Every port that an app listens on: its own, and that of its metrics if it has one. */
export function appPortsOf(row: Row): number[] {
  const metrics = Number(row.env.METRICS_PORT);
  return [appPortOf(row), metrics].filter(
    (port): port is number => port !== undefined && port > 0,
  );
}

/** Every port that a row's sidecar listens on. */
export const sidecarPortsOf = (row: Row): number[] => [
  row.httpPort,
  row.grpcPort,
  row.internalPort,
  row.metricsPort,
  row.healthPort,
  ...(row.profilePort === undefined ? [] : [row.profilePort]),
];

/** The gateway's second sidecar, which stands in front of the public paths. */
function publicEdge(
  row: Row,
  { rows, secrets }: Blueprint,
): Record<string, string> {
  const edge = rows.find((other) => other.appId === `${row.appId}-public`);
  if (!edge) return {};
  return {
    PUBLIC_DAPR_HTTP_PORT: String(edge.httpPort),
    PUBLIC_DAPR_API_TOKEN: secretOf(
      secrets,
      `${edge.appId}-api-token`,
      "token",
    ),
  };
}

/** The application of a row; undefined for a sidecar that stands alone. */
export function appProcess(
  row: Row,
  blueprint: Blueprint,
): ProcessSpec | undefined {
  const [command, ...args] = row.command;
  if (command === undefined) return undefined;
  const { secrets, overrides } = blueprint;
  if (!existsSync(row.folder))
    throw new UserError(`${row.appId}: there is no folder ${row.folder}`);
  const port = appPortOf(row);
  if (port === undefined)
    throw new Error(`${row.appId} has a command but no port`);
  return {
    name: row.name,
    kind: "app",
    command: command === "node" ? process.execPath : command,
    args,
    cwd: row.folder,
    env: {
      APP_ID: row.appId,
      APP_HOST: loopback,
      APP_PORT: String(port),
      DAPR_HTTP_PORT: String(row.httpPort),
      DAPR_GRPC_PORT: String(row.grpcPort),
      DAPR_API_TOKEN: secretOf(secrets, `${row.appId}-api-token`, "token"),
      APP_API_TOKEN: secretOf(secrets, `${row.appId}-app-token`, "token"),
      LOG_LEVEL: "info",
      NODE_ENV: "production",
      ...publicEdge(row, blueprint),
      ...secrets[row.appId],
      ...row.env,
      ...overrides[row.appId],
    },
    ports: appPortsOf(row),
    // Between clients and an app that no sidecar calls there is nobody who would try again.
    ...(row.appPort === undefined ? { heldPort: port } : {}),
    probe: { kind: "http", url: `http://${loopback}:${port}/readyz` },
  };
}

function sidecarFlags(
  row: Row,
  { ports }: Blueprint,
): Record<string, string | number | true | undefined> {
  return {
    "app-id": row.appId,
    "app-port": row.appPort,
    "dapr-http-port": row.httpPort,
    "dapr-grpc-port": row.grpcPort,
    "dapr-listen-addresses": loopback,
    "dapr-internal-grpc-port": row.internalPort,
    "dapr-internal-grpc-listen-address": loopback,
    "dapr-public-port": row.healthPort,
    "dapr-public-listen-address": loopback,
    "metrics-port": row.metricsPort,
    "metrics-listen-address": loopback,
    // The profiler has no address of its own: it listens where the API does, which is on loopback.
    "enable-profiling": row.profilePort === undefined ? undefined : true,
    "profile-port": row.profilePort,
    "enable-mtls": true,
    "sentry-address": `${loopback}:${ports.sentry}`,
    "control-plane-trust-domain": trustDomain,
    "placement-host-address": `${loopback}:${ports.placement}`,
    "scheduler-host-address": `${loopback}:${ports.scheduler}`,
    "max-body-size": "8Mi",
    "dapr-graceful-shutdown-seconds": 5,
    "log-as-json": true,
  };
}

/** The sidecar of a row: on loopback only, with a certificate from sentry. */
export function sidecarProcess(
  row: Row,
  blueprint: Blueprint,
  daprd: string,
  anchors: string,
): ProcessSpec {
  const { paths, secrets } = blueprint;
  const resources = row.resources.filter((folder) => existsSync(folder));
  return {
    name: sidecarOf(row.name),
    kind: "sidecar",
    command: daprd,
    args: [
      ...flags(sidecarFlags(row, blueprint)),
      ...resources.flatMap((folder) => ["--resources-path", folder]),
      ...[
        "--config",
        row.configFile,
        "--config",
        localConfigurationFile(paths),
      ],
    ],
    cwd: paths.stack,
    env: {
      ...goRuntime(process.env),
      ...row.env,
      DAPR_TRUST_ANCHORS: anchors,
      DAPR_HOST_IP: loopback,
      NAMESPACE: "default",
      DAPR_API_TOKEN: secretOf(secrets, `${row.appId}-api-token`, "token"),
      APP_API_TOKEN: secretOf(secrets, `${row.appId}-app-token`, "token"),
    },
    ports: sidecarPortsOf(row),
    probe: {
      kind: "http",
      url: `http://${loopback}:${row.healthPort}/v1.0/healthz/outbound`,
    },
  };
}
