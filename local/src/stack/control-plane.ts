import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Dapr } from "../engines/dapr.js";
import { flags } from "../processes/flags.js";
import type { Probe, ProcessSpec } from "../processes/spec.js";
import { root } from "./paths.js";
import type { StackPaths } from "./paths.js";
import type { EnginePorts } from "./ports.js";

/** The trust domain of Dapr's control plane; the sidecars' own is `public`. */
export const trustDomain = "cluster.local";

/** Settings that only what runs outside Kubernetes takes: for sidecars, beside their app's own. */
export const localConfiguration = join(root, "local/dapr/configuration.yaml");

const day = 24 * 60 * 60 * 1000;
const loopback = "127.0.0.1";

function certificates(paths: StackPaths): string {
  return join(paths.secrets, "sentry");
}

/** The file of the certificate that every sidecar trusts; sentry writes it when it first starts. */
export function trustAnchors(paths: StackPaths): string {
  return join(certificates(paths), "ca.crt");
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
  return {
    name: "sentry",
    kind: "engine",
    command: dapr.sentry,
    args: flags({
      port: ports.sentry,
      "listen-address": loopback,
      "healthz-port": ports.sentryHealth,
      "healthz-listen-address": loopback,
      "log-as-json": true,
      // It would serve its metrics on every interface, whatever address it is told.
      "enable-metrics": false,
      "issuer-credentials": folder,
      "trust-domain": trustDomain,
      // Without one it looks for the file `daprsystem` in its folder and ends.
      config: localConfiguration,
    }),
    cwd: paths.stack,
    env: { NAMESPACE: "default" },
    ports: [ports.sentry, ports.sentryHealth],
    probe: healthOf(ports.sentryHealth),
  };
}

function observed(healthPort: number, metricsPort: number) {
  return {
    "healthz-port": healthPort,
    "healthz-listen-address": loopback,
    "metrics-port": metricsPort,
    "metrics-listen-address": loopback,
    "log-as-json": true,
  } as const;
}

function healthOf(port: number): Probe {
  return { kind: "http", url: `http://${loopback}:${port}/healthz` };
}

function authority(paths: StackPaths, ports: EnginePorts) {
  return {
    "tls-enabled": true,
    "trust-domain": trustDomain,
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
  return {
    name: "placement",
    kind: "engine",
    command: dapr.placement,
    args: flags({
      port: ports.placement,
      "listen-address": loopback,
      ...observed(ports.placementHealth, ports.placementMetrics),
      "initial-cluster": `dapr-placement-0=${loopback}:${ports.placementRaft}`,
      ...authority(paths, ports),
    }),
    cwd: paths.stack,
    env: { NAMESPACE: "default" },
    ports: [
      ports.placement,
      ports.placementHealth,
      ports.placementMetrics,
      ports.placementRaft,
    ],
    probe: healthOf(ports.placementHealth),
  };
}

/** The scheduler, which keeps workflow reminders and timers in an etcd of its own. */
export function schedulerProcess(
  dapr: Dapr,
  paths: StackPaths,
  ports: EnginePorts,
): ProcessSpec {
  return {
    name: "scheduler",
    kind: "engine",
    command: dapr.scheduler,
    args: flags({
      port: ports.scheduler,
      "listen-address": loopback,
      // Sidecars connect to the address that the scheduler tells them, not to the one they were given.
      "override-broadcast-host-port": `${loopback}:${ports.scheduler}`,
      ...observed(ports.schedulerHealth, ports.schedulerMetrics),
      "etcd-data-dir": join(paths.data, "scheduler"),
      "etcd-initial-cluster": `dapr-scheduler-server-0=http://${loopback}:${ports.schedulerEtcdPeer}`,
      "etcd-client-listen-address": loopback,
      "etcd-client-port": ports.schedulerEtcdClient,
      "identity-directory-write": join(paths.run, "scheduler-identity"),
      ...authority(paths, ports),
    }),
    cwd: paths.stack,
    env: { NAMESPACE: "default" },
    ports: [
      ports.scheduler,
      ports.schedulerHealth,
      ports.schedulerMetrics,
      ports.schedulerEtcdClient,
      ports.schedulerEtcdPeer,
    ],
    probe: healthOf(ports.schedulerHealth),
  };
}
