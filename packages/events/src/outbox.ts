import {
  eventSchemas,
  topicOf,
  type EventData,
  type EventType,
} from "@rentezy/contracts";
import type { EntityManager } from "@rentezy/database";
import { currentContext } from "@rentezy/telemetry";
import { v7 as uuidv7 } from "uuid";

/** Something that must leave the service: where to, what about, and what. */
export interface OutboxEntry {
  /** A topic, or another destination that the service's relay knows (`workflow`). */
  readonly destination: string;
  readonly aggregateId: string;
  readonly type: string;
  readonly payload: unknown;
}

/**
 * An entry that publishes an event, checked against its schema before it is written: what leaves
 * is valid.
 */
export function eventEntry<Type extends EventType>(
  type: Type,
  aggregateId: string,
  data: EventData<Type>,
): OutboxEntry {
  const payload = eventSchemas[type].parse(data);
  return { destination: topicOf(type), aggregateId, type, payload };
}

/** Writes entries in the caller's transaction: they leave if, and only if, it commits. */
export async function appendToOutbox(
  manager: EntityManager,
  entries: readonly OutboxEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const traceparent = currentContext()?.traceparent ?? null;
  await manager.query(
    `INSERT INTO outbox (id, destination, aggregate_id, type, payload, traceparent)
     SELECT id, destination, aggregate_id, type, payload, $6
     FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::jsonb[])
       AS entry (id, destination, aggregate_id, type, payload)`,
    [
      entries.map(() => uuidv7()),
      entries.map(({ destination }) => destination),
      entries.map(({ aggregateId }) => aggregateId),
      entries.map(({ type }) => type),
      entries.map(({ payload }) => JSON.stringify(payload)),
      traceparent,
    ],
  );
}
