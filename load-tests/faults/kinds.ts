/** Every kind of fault that a run can meet, told by what is done and to whom. */

/** What holds people's requests and money; what stands for Stripe is no part of it. */
const APPS = ["gateway", "auth", "property", "booking", "payment"] as const;
const SIDECARS = [
  "sidecar:gateway",
  "sidecar:gateway-public",
  "sidecar:auth",
  "sidecar:property",
  "sidecar:booking",
  "sidecar:payment",
] as const;
const CONTROL_PLANE = ["placement", "scheduler", "sentry"] as const;
const ENGINES = ["postgres", "kafka", "redis"] as const;
const DATABASES = ["booking", "payment"] as const;

/** What is done. */
export type FaultAction =
  /** SIGKILL; the supervisor starts it again. */
  | "kill"
  /** SIGSTOP, and SIGCONT in the end: it answers nobody and holds what it holds. */
  | "pause"
  /** Stopped, and started in the end. */
  | "restart"
  /** No connection slot is left in PostgreSQL. */
  | "connections"
  /** The tables of a service are locked: its statements wait, and its pool fills up. */
  | "locked"
  /** Each commit waits for a disk that takes a tenth of a second. */
  | "slow-disk"
  /** Stripe's webhooks travel badly. */
  | "webhooks"
  /** Stripe's API fails. */
  | "stripe";

/** One kind of fault. */
export interface Kind {
  readonly action: FaultAction;
  /** A process, a service's database, or in which way Stripe misbehaves. */
  readonly to: string;
  /** Two faults of one place never happen at once. */
  readonly place: string;
}

const to = (
  action: FaultAction,
  targets: readonly string[],
  place?: string,
): Kind[] =>
  targets.map((target) => ({ action, to: target, place: place ?? target }));

const processes = [...APPS, ...SIDECARS, ...CONTROL_PLANE];

export const kinds: readonly Kind[] = [
  ...to("kill", processes),
  ...to("pause", processes),
  ...to("restart", ENGINES),
  ...to("connections", ["postgres"]),
  ...to("locked", DATABASES, "postgres"),
  ...to("slow-disk", ["postgres"]),
  ...to("webhooks", ["lost", "late", "repeated", "reordered"], "webhooks"),
  ...to("stripe", ["500", "429", "timeout-before", "timeout-after"], "stripe"),
];

/** `kill sidecar:booking` */
export const nameOf = ({ action, to: target }: Kind): string =>
  `${action} ${target}`;
