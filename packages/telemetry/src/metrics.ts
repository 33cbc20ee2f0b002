import pTimeout from "p-timeout";
import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
} from "prom-client";

/** What a gauge shows for one set of labels. */
export interface Reading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A gauge whose value is asked for at each scrape. */
export interface WatchedGauge {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  readonly read: () => Promise<readonly Reading[]>;
}

/** The Prometheus metrics of one app. Labels are bounded: routes are patterns, never paths. */
export interface Metrics {
  readonly registry: Registry;
  /** Duration of served requests in seconds. */
  readonly requestSeconds: Histogram<"method" | "route" | "status">;
  /** Events handled, by type and by what the sidecar was told. */
  readonly events: Counter<"type" | "verdict">;
  /** Outbox rows delivered, by destination and result. */
  readonly outboxDelivered: Counter<"destination" | "result">;
  /** Dead letters stored, by the type of the event; `unknown` when it is none of ours. */
  readonly deadLettersStored: Counter<"type">;
  /** Gives the app one more gauge, read at each scrape. */
  readonly watch: (gauge: WatchedGauge) => void;
}

/** How long a scrape waits for one reading, in milliseconds; Prometheus itself gives up after ten seconds. */
const READING_MS = 2_000;

const watchIn =
  (registry: Registry) =>
  ({ name, help, labelNames = [], read }: WatchedGauge): void => {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        // What cannot be read keeps its last value, and the other metrics are still told.
        const readings = await pTimeout(read(), {
          milliseconds: READING_MS,
        }).catch(() => []);
        for (const { labels = {}, value } of readings) this.set(labels, value);
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
    watch: watchIn(registry),
  };
}
