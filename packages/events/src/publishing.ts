import type { Envelope, Topic } from "@rentezy/contracts";
import { createPublisher, type Sidecar } from "@rentezy/dapr";
import type { Deliver, OutboxRow } from "./delivery.js";

/** Relay destinations for every topic that this service publishes to. */
export function topicDestinations(
  appId: string,
  published: readonly Topic[],
  sidecar: Sidecar,
): Readonly<Record<string, Deliver>> {
  const publish = createPublisher(sidecar);
  const publishTo =
    (topic: Topic): Deliver =>
    (rows) =>
      publish(
        topic,
        rows.map((row) => toEvent(appId, row)),
      );
  return Object.fromEntries(
    published.map((topic) => [topic, publishTo(topic)]),
  );
}

/** The CloudEvent of a row: its id is the row's, so that consumers know a repetition. */
function toEvent(appId: string, row: OutboxRow): Envelope {
  return {
    specversion: "1.0",
    id: row.id,
    source: appId,
    type: row.type,
    subject: row.aggregateId,
    time: row.createdAt.toISOString(),
    datacontenttype: "application/json",
    ...(row.traceparent !== null && { traceparent: row.traceparent }),
    data: row.payload,
  };
}
