/** What left the services, and whether it came to where it should, once and in order. */
import { isDeepStrictEqual } from "node:util";
import { sentBy } from "./evidence-case.js";
import type { Case } from "./evidence-case.js";
import type { LoggedEvent, OutboxRow } from "./told.js";

/** Between two tries to deliver a row are up to 15 seconds. */
const GRACE_MS = 20_000;

/** The topics, and who writes to them. */
const TOPICS = [
  ["booking", "bookings"],
  ["payment", "payments"],
] as const;

const named = ({ service, type, id }: OutboxRow): string =>
  `${service}'s ${type} ${id}`;

/** Each outbox row was delivered; one that was just written has a moment left. */
export const delivered = ({ outbox }: Case, nowMs: number): string[] =>
  outbox
    .filter(
      ({ deliveredAt, createdAt }) =>
        deliveredAt === null && createdAt + GRACE_MS < nowMs,
    )
    .map((row) => `${named(row)} was never delivered`);

/** The first of each event: delivered at least once means that there may be more. */
function firstOnes(log: readonly LoggedEvent[]): LoggedEvent[] {
  const seen = new Set<string>();
  return log.filter(({ eventId }) => {
    const isFirst = !seen.has(eventId);
    seen.add(eventId);
    return isFirst;
  });
}

/** Each event that a service has delivered is in the log, as it was written, and no other event is. */
export function logged(of: Case): string[] {
  const rows = new Map(of.outbox.map((row) => [row.id, row]));
  const found = new Set(of.log.map(({ eventId }) => eventId));
  const lost = TOPICS.flatMap(([service, topic]) =>
    sentBy(of, service, topic),
  ).filter(({ deliveredAt, id }) => deliveredAt !== null && !found.has(id));
  const wrong = of.log.flatMap(({ topic, type, key, eventId, payload }) => {
    const row = rows.get(eventId);
    if (!row) return [`${type} ${eventId} is in the log and in no outbox`];
    const asWritten =
      row.destination === topic && row.type === type && row.bookingId === key;
    if (!asWritten) return [`${named(row)} is in the log as ${type} of ${key}`];
    return isDeepStrictEqual(row.payload, payload)
      ? []
      : [`${named(row)} is in the log with ${JSON.stringify(payload)}`];
  });
  return [...lost.map((row) => `${named(row)} is not in the log`), ...wrong];
}

/** Events of one booking come on one partition, in the order in which their service has written them. */
export const ordered = (of: Case): string[] =>
  TOPICS.flatMap(([service, topic]) => {
    const log = firstOnes(of.log.filter((event) => event.topic === topic));
    const partitions = new Set(log.map(({ partition }) => partition));
    if (partitions.size > 1)
      return [`its ${topic} are on partitions ${[...partitions].join(", ")}`];
    const there = new Set(log.map(({ eventId }) => eventId));
    const written = sentBy(of, service, topic).filter(({ id }) =>
      there.has(id),
    );
    const ids = new Set(written.map(({ id }) => id));
    const read = log.filter(({ eventId }) => ids.has(eventId));
    const same = read.every(({ eventId }, at) => eventId === written[at]?.id);
    const types = (list: readonly { readonly type: string }[]) =>
      list.map(({ type }) => type).join(", ");
    return same ? [] : [`written ${types(written)}, and read ${types(read)}`];
  });

/** What payment has told, booking has taken in; what the emulator has told, payment has. */
export function effects(of: Case, nowMs: number): string[] {
  const events = sentBy(of, "payment", "payments")
    .filter(
      ({ deliveredAt }) =>
        deliveredAt !== null && deliveredAt + GRACE_MS < nowMs,
    )
    .map((row) => ({ eventId: row.id, by: "booking", what: named(row) }));
  const webhooks = of.webhooks
    .filter(({ status }) => status === "delivered")
    .map(({ eventId, type }) => ({
      eventId,
      by: "payment",
      what: `the webhook ${type} ${eventId}`,
    }));
  return [...events, ...webhooks]
    .filter(({ eventId, by }) => of.effects.get(eventId)?.service !== by)
    .map(({ what, by }) => `${what} left no record in ${by}`);
}
