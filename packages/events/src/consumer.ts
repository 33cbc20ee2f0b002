import type { ErrorTable, Topic } from "@rentezy/contracts";
import { handleEvent, subscription, type Handlers } from "@rentezy/dapr";
import type { DataSource } from "@rentezy/database";
import type { Operation } from "@rentezy/http";
import type { Logger, Metrics } from "@rentezy/telemetry";
import { Router } from "express";
import { rememberFailures } from "./dead-letters/failures.js";
import { deadLetterOperations } from "./dead-letters/operations.js";
import { judge } from "./dead-letters/poison.js";
import { receiveLetters } from "./dead-letters/receive.js";
import { countWaiting } from "./dead-letters/store.js";

/** What a service listens to: topic -> the types that it handles, and how. */
export type Subscriptions = { readonly [Name in Topic]?: Handlers };

export interface ConsumerOptions {
  readonly subscriptions: Subscriptions;
  readonly dataSource: DataSource;
  readonly errors: ErrorTable;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The doors of a service that hears events. */
export interface Consumer {
  /** Under `/events`: a route for each topic, and `/dead-letters`. */
  readonly deliveries: Router;
  /** What operators can do with events that failed. */
  readonly operations: readonly Operation[];
}

/** Serves a service's subscriptions and keeps what they could not handle. */
export function consumeEvents(options: ConsumerOptions): Consumer {
  const { subscriptions, dataSource, errors, logger, metrics } = options;
  const failures = rememberFailures(dataSource, logger);
  const onFailure = judge(failures);
  const common = { errors, logger, metrics };
  const deliveries = Router();
  for (const [topic, handlers] of Object.entries(subscriptions)) {
    const serve = subscription({ ...common, handlers, onFailure });
    deliveries.post(`/${topic}`, serve);
  }
  // A type is on one topic only, so that the topics' handlers together are no less precise.
  const handlers = Object.values(subscriptions).reduce<Handlers>(
    (all, some) => ({ ...all, ...some }),
    {},
  );
  deliveries.post(
    "/dead-letters",
    receiveLetters({ dataSource, handlers, failures, logger, metrics }),
  );
  metrics.watch({
    name: "dead_letters_waiting",
    help: "Dead letters that were not replayed",
    read: async () => [{ value: await countWaiting(dataSource) }],
  });
  const handleAgain = (event: unknown) =>
    handleEvent({ handlers, errors, logger }, event);
  return {
    deliveries,
    operations: deadLetterOperations(dataSource, handleAgain),
  };
}
