import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { StackPaths } from "./paths.js";
import type { Row } from "./topology.js";

const loopback = "127.0.0.1";

/** What only sidecars outside Kubernetes need: each reads it after its app's own configuration. */
export const localConfigurationFile = (paths: StackPaths): string =>
  join(paths.run, "configuration.yaml");

/** The rows that other sidecars call. */
const calledOf = (rows: readonly Row[]): Row[] =>
  rows.filter((row) => row.appPort !== undefined);

/**
 * Kubernetes' resolver with addresses in place of DNS names; it works anywhere. Sidecars keep what it
 * answers, where each call is a query with the sqlite one: 180 microseconds, a quarter of all that the
 * gateway's sidecar does for a request. An id that is not there gets no address, and the call an error.
 */
function fixedAddresses(called: readonly Row[]) {
  const addresses = called.map(
    ({ appId, internalPort }) =>
      `{{if eq .ID "${appId}"}}${loopback}:${internalPort}{{end}}`,
  );
  // The comment is for a stack in which no app is called: an empty template would mean cluster DNS.
  const template = ["{{/* id -> address */}}", ...addresses].join("");
  return {
    component: "kubernetes",
    version: "v1",
    configuration: { template },
  };
}

/** A name with several addresses, of which each call takes one: the template above knows one a name. */
const registeredAddresses = {
  component: "sqlite",
  version: "v1",
  configuration: {
    // In the stack's folder, in which every sidecar runs.
    connectionString: "run/names.db",
    // Every call between services is a look-up here. When 1,000 come at once the default second is
    // not enough for each of them, and one late renewal makes an app unknown until the next.
    timeout: "10s",
    busyTimeout: "5s",
    updateInterval: "30s",
    // Never: in Dapr 1.18 the hourly clean-up deletes the registrations that are in force, upon which
    // every sidecar ends ("Host registration lost"). Addresses are fixed, so none are left over.
    cleanupInterval: "0s",
  },
};

/** The configuration that leads each name to the addresses of its rows. */
export function localConfiguration(rows: readonly Row[]): string {
  const called = calledOf(rows);
  const ids = new Set(called.map(({ appId }) => appId));
  return stringify(
    {
      apiVersion: "dapr.io/v1alpha1",
      kind: "Configuration",
      metadata: { name: "local" },
      spec: {
        nameResolution:
          ids.size < called.length
            ? registeredAddresses
            : fixedAddresses(called),
      },
    },
    { lineWidth: 0 },
  );
}

/** Writes it where sentry and the sidecars read it as they start. */
export async function writeLocalConfiguration(
  paths: StackPaths,
  rows: readonly Row[],
): Promise<void> {
  await writeFile(localConfigurationFile(paths), localConfiguration(rows));
}
