import type { Envelope, Topic } from "@rentezy/contracts";
import { z } from "zod";
import type { Sidecar } from "./sidecar.js";

/** The one pub/sub component; which broker stands behind it is chosen by component files. */
const PUBSUB = "pubsub";

/** Publishes events to a topic in order; returns the ids of those that did not get through. */
export type Publish = (
  topic: Topic,
  events: readonly Envelope[],
) => Promise<ReadonlySet<string>>;

const failure = z.object({
  failedEntries: z.array(z.object({ entryId: z.string() })).min(1),
});

function failedIds(text: string): readonly string[] | undefined {
  try {
    return failure
      .parse(JSON.parse(text))
      .failedEntries.map(({ entryId }) => entryId);
  } catch {
    return undefined;
  }
}

/**
 * Creates the publisher of an app. Events are partitioned by their subject (the aggregate), so
 * that each aggregate's events stay in order.
 *
 * This speaks the sidecar's API itself: the SDK (3.18) looks for failed entries under another name
 * than the sidecar (1.18) answers with, and so reports lost events as published.
 */
export function createPublisher(sidecar: Sidecar): Publish {
  return async (topic, events) => {
    const reply = await sidecar.send({
      method: "POST",
      path: `/v1.0-alpha1/publish/bulk/${PUBSUB}/${topic}`,
      timeoutMs: 30_000,
      body: events.map((event) => ({
        entryId: event.id,
        event,
        contentType: "application/cloudevents+json",
        metadata: { partitionKey: event.subject },
      })),
    });
    if (reply.status >= 200 && reply.status < 300) return new Set();
    return new Set(failedIds(reply.text) ?? events.map(({ id }) => id));
  };
}
