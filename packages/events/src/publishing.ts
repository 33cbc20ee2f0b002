import type { Envelope, Topic } from "@rentezy/contracts";
import { createPublisher, type Sidecar } from "@rentezy/dapr";
import type { Deliver, OutboxRow } from "./delivery.js";

/**
 * How much is published at once, in bytes of JSON: the sidecar refuses a body that is larger than its limit as a whole,
 * and what was refused together would be tried together again, for ever.
 */
const MOST_AT_ONCE_BYTES = 2 * 1024 * 1024;

/** Splits events, in their order, into pieces of at most so many bytes; one that is larger stands alone. */
export function piecesOf(
  events: readonly Envelope[],
  mostBytes = MOST_AT_ONCE_BYTES,
): readonly (readonly Envelope[])[] {
  const pieces: Envelope[][] = [];
  let left = 0;
  for (const event of events) {
    const bytes = Buffer.byteLength(JSON.stringify(event));
    if (bytes > left || pieces.length === 0) {
      pieces.push([]);
      left = mostBytes;
    }
    pieces.at(-1)?.push(event);
    left -= bytes;
  }
  return pieces;
}

/** Relay destinations for every topic that this service publishes to. */
export function topicDestinations(
  appId: string,
  published: readonly Topic[],
  sidecar: Sidecar,
): Readonly<Record<string, Deliver>> {
  const publish = createPublisher(sidecar);
  const publishTo =
    (topic: Topic): Deliver =>
    async (rows, until) => {
      const left = new Set(rows.map(({ id }) => id));
      for (const piece of piecesOf(rows.map((row) => toEvent(appId, row)))) {
        if (until.aborted) break;
        try {
          const failed = await publish(topic, piece);
          for (const { id } of piece) if (!failed.has(id)) left.delete(id);
        } catch (error) {
          // What was published before is not to be published again.
          if (left.size === rows.length) throw error;
          break;
        }
      }
      return left;
    };
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
