import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Dapr } from "../engines/dapr.js";
import { flags } from "../processes/flags.js";
import type { ProcessSpec } from "../processes/spec.js";
import { goRuntime } from "./go-runtime.js";
import { localConfigurationFile } from "./name-resolution.js";
import type { StackPaths } from "./paths.js";
import type { EnginePorts } from "./ports.js";

/** The trust domain of Dapr's control plane; the sidecars' own is `public`. */
export const trustDomain = "cluster.local";

const day = 24 * 60 * 60 * 1000;
const loopback = "127.0.0.1";

function certificates(paths: StackPaths): string {
  return join(paths.secrets, "sentry");
}

/** The file of the certificate that every sidecar trusts; sentry writes it when it first starts. */
export function trustAnchors(paths: StackPaths): string {
  return join(certificates(paths), "ca.crt");
}

/** What tells the programs apart. */
interface Part {
  readonly name: "sentry" | "placement" | "scheduler";
  readonly port: number;
  readonly healthPort: number;
  readonly morePorts?: readonly number[];
  readonly settings: Parameters<typeof flags>[0];
}

/** One program of the control plane, on loopback only. */
function controlPlaneProcess(
  dapr: Dapr,
  paths: StackPaths,
  { name, port, healthPort, morePorts = [], settings }: Part,
): ProcessSpec {
  return {
    name,
    kind: "engine",
    command: dapr[name],
    args: flags({
      port,
      "listen-address": loopback,
      "healthz-port": healthPort,
      "healthz-listen-address": loopback,
      "log-as-json": true,
      "trust-domain": trustDomain,
      ...settings,
    }),
    cwd: paths.stack,
    env: { ...goRuntime(process.env), NAMESPACE: "default" },
    ports: [port, healthPort, ...morePorts],
    probe: { kind: "http", url: `http://${loopback}:${healthPort}/healthz` },
  };
}

/** Sentry, which gives each sidecar its certificate. It makes its own authority when there is none. */
export function sentryProcess(
  dapr: Dapr,
  paths: StackPaths,
  ports: EnginePorts,
): ProcessSpec {
  const folder = certificates(paths);
  const anchors = trustAnchors(paths);
  // An authority about to expire (they last a year) is left behind; sentry makes the next one.
  const expiry = existsSync(anchors)
    ? new X509Certificate(readFileSync(anchors)).validTo
    : undefined;
  if (expiry && Date.parse(expiry) - Date.now() < 30 * day)
    rmSync(folder, { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return controlPlaneProcess(dapr, paths, {
    name: "sentry",
    port: ports.sentry,
    healthPort: ports.sentryHealth,
    settings: {
      // It would serve its metrics on every interface, whatever address it is told.
      "enable-metrics": false,
      "issuer-credentials": folder,
      // Without one it looks for the file `daprsystem` in its folder and ends.
      config: localConfigurationFile(paths),
    },
  });
}

/** What a program needs that asks sentry for its own certificate, and serves metrics. */
function certified(paths: StackPaths, ports: EnginePorts, metricsPort: number) {
  return {
    "metrics-port": metricsPort,
    "metrics-listen-address": loopback,
    "tls-enabled": true,
    "trust-anchors-file": trustAnchors(paths),
    "sentry-address": `${loopback}:${ports.sentry}`,
  } as const;
}

/** Placement, which tells sidecars where actors (and so workflows) live. */
export function placementProcess(
  dapr: Dapr,
  paths: StackPaths,
  ports: EnginePorts,
): ProcessSpec {
  return controlPlaneProcess(dapr, paths, {
    name: "placement",
    port: ports.placement,
    healthPort: ports.placementHealth,
    morePorts: [ports.placementMetrics, ports.placementRaft],
    settings: {
      "initial-cluster": `dapr-placement-0=${loopback}:${ports.placementRaft}`,
      ...certified(paths, ports, ports.placementMetrics),
    },
  });
}

/** The scheduler, which keeps workflow reminders and timers in an etcd of its own. */
export function schedulerProcess(
  dapr: Dapr,
  paths: StackPaths,
  ports: EnginePorts,
): ProcessSpec {
  return controlPlaneProcess(dapr, paths, {
    name: "scheduler",
    port: ports.scheduler,
    healthPort: ports.schedulerHealth,
    morePorts: [
      ports.schedulerMetrics,
      ports.schedulerEtcdClient,
      ports.schedulerEtcdPeer,
    ],
    settings: {
      // Sidecars connect to the address that the scheduler tells them, not to the one they were given.
      "override-broadcast-host-port": `${loopback}:${ports.scheduler}`,
      "etcd-data-dir": join(paths.data, "scheduler"),
      "etcd-initial-cluster": `dapr-scheduler-server-0=http://${loopback}:${ports.schedulerEtcdPeer}`,
      "etcd-client-listen-address": loopback,
      "etcd-client-port": ports.schedulerEtcdClient,
      "identity-directory-write": join(paths.run, "scheduler-identity"),
      ...certified(paths, ports, ports.schedulerMetrics),
    },
  });
}
