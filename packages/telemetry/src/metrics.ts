import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
} from "prom-client";

/** The Prometheus metrics of one app. Labels are bounded: routes are patterns, never paths. */
export interface Metrics {
  readonly registry: Registry;
  /** Duration of served requests in seconds. */
  readonly requestSeconds: Histogram<"method" | "route" | "status">;
  /** Events handled, by type and by what the sidecar was told. */
  readonly events: Counter<"type" | "verdict">;
  /** Outbox rows that wait for delivery, by destination. */
  readonly outboxBacklog: Gauge<"destination">;
  /** Outbox rows delivered, by destination and result. */
  readonly outboxDelivered: Counter<"destination" | "result">;
  /** Dead letters stored, by the type of the event; `unknown` when it is none of ours. */
  readonly deadLettersStored: Counter<"type">;
  /** Gives the app a gauge of the dead letters that nobody has replayed yet, counted at each scrape. */
  readonly watchDeadLetters: (count: () => Promise<number>) => void;
}

const watchDeadLetters =
  (registry: Registry) =>
  (count: () => Promise<number>): void => {
    new Gauge({
      name: "dead_letters_waiting",
      help: "Dead letters that were not replayed",
      registers: [registry],
      async collect() {
        // Without its database the gauge keeps its last value, and the other metrics are still told.
        const waiting = await count().catch(() => undefined);
        if (waiting !== undefined) this.set(waiting);
      },
    });
  };

/** Creates the app's registry with the process's own figures and the platform's. */
export function createMetrics(appId: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ app: appId });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requestSeconds: new Histogram({
      name: "http_server_request_duration_seconds",
      help: "Duration of served requests",
      labelNames: ["method", "route", "status"],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    events: new Counter({
      name: "events_handled_total",
      help: "Events handled",
      labelNames: ["type", "verdict"],
      registers,
    }),
    outboxBacklog: new Gauge({
      name: "outbox_backlog_rows",
      help: "Outbox rows that wait for delivery",
      labelNames: ["destination"],
      registers,
    }),
    outboxDelivered: new Counter({
      name: "outbox_deliveries_total",
      help: "Outbox rows handed over",
      labelNames: ["destination", "result"],
      registers,
    }),
    deadLettersStored: new Counter({
      name: "dead_letters_stored_total",
      help: "Dead letters stored",
      labelNames: ["type"],
      registers,
    }),
    watchDeadLetters: watchDeadLetters(registry),
  };
}
