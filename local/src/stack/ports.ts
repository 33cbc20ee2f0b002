import { UserError } from "../progress.js";

/** The base that the ports in dapr.yaml are written for. */
export const defaultPortBase = 8080;

/** Every port of a stack is less than this above its base; each further replica has so many more. */
export const portSpan = 150;

/** Where each engine listens, as an offset from the stack's base. */
const engineOffsets = {
  postgres: 101,
  redis: 102,
  kafka: 103,
  kafkaController: 104,
  placement: 105,
  scheduler: 106,
  schedulerEtcdClient: 107,
  schedulerEtcdPeer: 108,
  schedulerHealth: 109,
  schedulerMetrics: 110,
  placementHealth: 111,
  placementRaft: 112,
  sentry: 113,
  sentryHealth: 114,
  placementMetrics: 116,
  stripe: 117,
} as const;

export type EnginePorts = Readonly<Record<keyof typeof engineOffsets, number>>;

export function enginePorts(portBase: number): EnginePorts {
  const entries = Object.entries(engineOffsets).map(([name, offset]) => [
    name,
    portBase + offset,
  ]);
  return Object.fromEntries(entries) as EnginePorts;
}

/** How far above a sidecar's metrics port it answers for its health, apart from what its API admits. */
export const healthOffset = 40;

/** Reads a port base. Throws when a stack of so many spans would not fit into the ports there are. */
export function parsePortBase(text: string, spans = 1): number {
  const base = Number(text);
  const highest = 65535 - spans * portSpan;
  if (Number.isInteger(base) && base >= 1024 && base <= highest) return base;
  throw new UserError(
    `the port base must be a whole number from 1024 to ${highest}, not ${text}`,
  );
}

/**
 * Warns of a stack that reaches into the ports that the system gives to outgoing connections.
 * `range` is what Linux has in net.ipv4.ip_local_port_range: the first and the last of them.
 */
export function warningOfPorts(
  portBase: number,
  range: string,
  spans = 1,
): string | undefined {
  const [low = NaN, high = NaN] = range.trim().split(/\s+/).map(Number);
  const first = Math.max(portBase, low);
  const last = Math.min(portBase + spans * portSpan - 1, high);
  if (!(first <= last)) return undefined;
  return (
    `ports ${first}..${last} are in the range that the system gives to outgoing connections; ` +
    "one may be taken when it is needed"
  );
}

/** Moves a port of dapr.yaml to the stack's own base; a port that is none of ours stays. */
export function movePort(port: number, portBase: number): number {
  const ours = port >= defaultPortBase && port < defaultPortBase + portSpan;
  return ours ? port - defaultPortBase + portBase : port;
}

/**
 * Moves the ports in an environment value: in loopback addresses anywhere in it, and the whole value
 * of a variable whose name ends in PORT.
 */
export function movePortsIn(
  name: string,
  value: string,
  portBase: number,
): string {
  if (name.endsWith("PORT") && /^\d+$/.test(value))
    return String(movePort(Number(value), portBase));
  return value.replace(
    /\b(127\.0\.0\.1|localhost):(\d{2,5})\b/g,
    (_all, host: string, port: string) =>
      `${host}:${movePort(Number(port), portBase)}`,
  );
}
