import { UserError } from "../progress.js";
import { portSpan } from "./ports.js";
import type { Row } from "./topology.js";

/** How many processes an app has: app-id -> count; one where nothing is said. */
export type Replicas = Readonly<Record<string, number>>;

/** As many as one machine has use for; their ports end before those of a stack 1,000 above. */
const mostReplicas = 4;

/** Reads `app=count`. Throws a UserError for anything else. */
export function parseReplicas(given: readonly string[]): Replicas {
  const entries = given.map((one) => {
    const [, app, count] = /^([\w-]+)=(.+)$/.exec(one) ?? [];
    if (!app || count === undefined)
      throw new UserError(`--replicas wants app=number, not ${one}`);
    return [app, countOf(count, one)] as const;
  });
  return Object.fromEntries(entries);
}

function countOf(text: string, given: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (count >= 1 && count <= mostReplicas) return count;
  throw new UserError(
    `--replicas wants a number from 1 to ${mostReplicas}, not ${given}`,
  );
}

/** The apps that have more than one, in words; empty when none has. */
export const replicasInWords = (replicas: Replicas): string =>
  Object.entries(replicas)
    .filter(([, count]) => count > 1)
    .map(([app, count]) => `${app}=${count}`)
    .sort()
    .join(", ");

/** How many times the ports of a stack it takes. */
export const portSpansOf = (replicas: Replicas): number =>
  Math.max(1, ...Object.values(replicas));

/** The same row once more, on ports of its own. */
function replicaOf(row: Row, number: number): Row {
  const above = (number - 1) * portSpan;
  const { appPort, profilePort } = row;
  return {
    ...row,
    name: `${row.appId}-${number}`,
    ...(appPort === undefined ? {} : { appPort: appPort + above }),
    httpPort: row.httpPort + above,
    grpcPort: row.grpcPort + above,
    internalPort: row.internalPort + above,
    metricsPort: row.metricsPort + above,
    healthPort: row.healthPort + above,
    ...(profilePort === undefined ? {} : { profilePort: profilePort + above }),
  };
}

function refuseOthers(rows: readonly Row[], replicas: Replicas): void {
  for (const app of Object.keys(replicas)) {
    const row = rows.find(({ appId }) => appId === app);
    const known = rows.filter((one) => one.appPort !== undefined);
    const names = known.map(({ appId }) => appId).join(", ");
    if (!row)
      throw new UserError(`--replicas: no app is named ${app}; try ${names}`);
    if (row.appPort === undefined)
      throw new UserError(
        `--replicas: ${app} is reached at one port and stays alone; try ${names}`,
      );
  }
}

/**
 * The rows with the replicas of each after it. Throws a UserError for an app that is not there, or that
 * no sidecar calls: who calls it would not know of the others.
 */
export function withReplicas(
  rows: readonly Row[],
  replicas: Replicas,
): readonly Row[] {
  refuseOthers(rows, replicas);
  const all = rows.flatMap((row) => {
    const more = (replicas[row.appId] ?? 1) - 1;
    const numbers = Array.from({ length: more }, (_none, index) => index + 2);
    return [row, ...numbers.map((number) => replicaOf(row, number))];
  });
  const names = all.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice) throw new UserError(`--replicas: ${twice} is an app already`);
  return all;
}
