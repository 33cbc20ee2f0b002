/** The story of one booking: all that is known of it, in the order of time, one line each. */
import type { Stack } from "@rentezy/local";
import { rupees } from "@rentezy/local/client";
import { casesOf } from "./evidence-case.js";
import type { Case } from "./evidence-case.js";
import { momentsIn } from "./story-log.js";
import type { Moment } from "./story-log.js";
import type { Evidence, OutboxRow } from "./told.js";
import type { Violation } from "./verdict.js";

const MAX_LENGTH = 200;

const after = (from: number, to: number): string =>
  `${((to - from) / 1000).toFixed(3)} s later`;

/** A command is told with the workflow that it starts. */
const nameOf = ({ type, payload }: OutboxRow): string =>
  typeof payload.workflow === "string" ? `${type} ${payload.workflow}` : type;

const ofOutbox = (row: OutboxRow): Moment => ({
  at: row.createdAt,
  who: row.service,
  what:
    `writes ${nameOf(row)} for ${row.destination} (${row.id}), ` +
    (row.deliveredAt === null
      ? "never delivered"
      : `delivered ${after(row.createdAt, row.deliveredAt)}`),
});

/** What has a time. */
function momentsOf(of: Case): Moment[] {
  const { row, checkout } = of;
  const events = [...of.outbox, ...of.webhooks].map((one) =>
    "id" in one ? one.id : one.eventId,
  );
  const effects = events.flatMap((id) => of.effects.get(id) ?? []);
  const moments: Moment[] = [
    ...of.outbox.map(ofOutbox),
    ...of.log.map(({ at, topic, type, partition, offset, eventId }) => ({
      at,
      who: "kafka",
      what: `takes ${type} (${eventId}) as ${topic} ${partition}:${offset}`,
    })),
    ...effects.map(({ at, service, type, eventId }) => ({
      at,
      who: service,
      what: `records that it has applied ${type} (${eventId})`,
    })),
    ...of.sessions.map(({ createdAt, sessionId }) => ({
      // Stripe's clock counts seconds; it was not before payment had written it down.
      at: Math.max(createdAt, checkout?.createdAt ?? 0),
      who: "stripe",
      what: `makes session ${sessionId}`,
    })),
    ...of.webhooks.map(({ createdAt, type, eventId, status, attempts }) => ({
      at: createdAt,
      who: "stripe",
      what: `has webhook ${type} (${eventId}) to tell: ${status} after ${attempts} tries`,
    })),
  ];
  if (row)
    moments.push(
      { at: row.createdAt, who: "booking", what: `writes the booking` },
      { at: row.holdExpiresAt, who: "clock", what: "the hold is over" },
    );
  if (checkout)
    moments.push({
      at: checkout.createdAt,
      who: "payment",
      what: "writes the checkout",
    });
  return moments;
}

/** How things stand, which has no time of its own. */
function endOf(of: Case): string[] {
  const { row, checkout } = of;
  return [
    row
      ? `booking: ${row.status}, reason ${row.reason ?? "none"}, ${rupees(row.amount)}, room ${row.roomId}, tenant ${row.tenantId}`
      : "booking: there is no such row",
    checkout
      ? `checkout: ${checkout.status}, ${checkout.money}, session ${checkout.sessionId ?? "none"}, refund ${checkout.refundWanted ? "wanted" : "not wanted"}, next look ${timeOf(checkout.nextLookAt)}, claimed until ${timeOf(checkout.claimedUntil)}`
      : "checkout: there is no such row",
    ...of.refunds.map(
      ({ refundId, status, amount }) =>
        `payment's refund ${refundId}: ${status}, ${rupees(amount)}`,
    ),
    ...of.sessions.map(
      ({ sessionId, status, paymentStatus }) =>
        `Stripe's session ${sessionId}: ${status}, ${paymentStatus}`,
    ),
    ...of.captures.map(
      ({ captureId, amount }) =>
        `Stripe's capture ${captureId}: ${rupees(amount)}`,
    ),
    ...of.givenBack.map(
      ({ refundId, captureId, amount, status }) =>
        `Stripe's refund ${refundId} of ${captureId}: ${status}, ${rupees(amount)}`,
    ),
    ...of.sagas.map(({ workflow, status }) => `${workflow}: ${status}`),
  ];
}

const timeOf = (at: number | null): string =>
  at === null ? "never" : new Date(at).toISOString().slice(11, 23);

/** One line a moment, the earliest first, and then how things stand. */
export function tell(of: Case, heard: readonly Moment[]): string[] {
  const width = 22;
  const lines = [...momentsOf(of), ...heard]
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, who, what }) => `${timeOf(at)}  ${who.padEnd(width)} ${what}`);
  const end = endOf(of).map((what) => `in the end    ${what}`);
  return [...lines, ...end].map((line) =>
    line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line,
  );
}

/** What a case is called in logs: its own id, its sessions', its webhooks', its refunds'. */
const idsOf = (of: Case): string[] => [
  of.bookingId,
  ...of.sessions.map(({ sessionId }) => sessionId),
  ...of.webhooks.map(({ eventId }) => eventId),
  ...of.givenBack.map(({ refundId }) => refundId),
];

/** Everything about one booking, with what the logs of all processes say of it. Times are UTC. */
async function storyOf(
  stack: Stack,
  bookingId: string,
  evidence: Evidence,
): Promise<string[]> {
  // One that was forgotten has a story too: that of the logs.
  const asked = { bookingId, roomId: "", tenantId: "" };
  const cases = casesOf({ rooms: [], bookings: [asked] }, evidence);
  const of = cases.find((one) => one.bookingId === bookingId);
  if (!of) return [];
  const ids = idsOf(of);
  const heard: Moment[] = [];
  for (const { spec } of await stack.status())
    heard.push(
      ...momentsIn(spec.name, await stack.log(spec.name).catch(() => ""), ids),
    );
  return tell(of, heard);
}

/** Bookings to tell of: each story is looked for in the logs of all processes. */
const MOST_SUSPECTS = 5;

/** Bookings that may explain violations: those that are named, and only else those of the rooms that are. */
export function suspectsOf(
  violations: readonly Violation[],
  { bookings }: Pick<Evidence, "bookings">,
): string[] {
  const named = violations.flatMap(({ bookingId }) => bookingId ?? []);
  const rooms = new Set(violations.flatMap(({ roomId }) => roomId ?? []));
  const inRooms = bookings
    .filter(({ roomId }) => rooms.has(roomId))
    .map(({ bookingId }) => bookingId);
  const suspects = new Set(named.length > 0 ? named : inRooms);
  return [...suspects].slice(0, MOST_SUSPECTS);
}

/** The shortest story of a booking that a violation is about; undefined when none is about a booking. */
export async function shortestStory(
  stack: Stack,
  violations: readonly Violation[],
  evidence: Evidence,
): Promise<
  { readonly bookingId: string; readonly lines: readonly string[] } | undefined
> {
  const stories: { bookingId: string; lines: string[] }[] = [];
  for (const bookingId of suspectsOf(violations, evidence))
    stories.push({
      bookingId,
      lines: await storyOf(stack, bookingId, evidence),
    });
  return stories.toSorted(
    (one, other) => one.lines.length - other.lines.length,
  )[0];
}
