/**
 * The legal lives of a booking and of its payment. A copy on purpose: were it taken from the
 * services, a mistake in theirs would make itself legal.
 */
import { sentBy } from "./evidence-case.js";
import type { Case } from "./evidence-case.js";

type Steps = Readonly<Record<string, readonly string[]>>;

/** What may be told of a booking after what; the empty name is the beginning. */
const OF_BOOKING: Steps = {
  "": ["booking.reserved.v1"],
  "booking.reserved.v1": ["booking.confirmed.v1", "booking.cancelled.v1"],
  "booking.cancelled.v1": ["booking.confirmed.v1", "booking.refunding.v1"],
  "booking.refunding.v1": ["booking.refunded.v1"],
};

/** A booking's statuses after what was told of it last. */
const STATUSES: Steps = {
  "booking.reserved.v1": ["reserved", "expiring"],
  "booking.confirmed.v1": ["booked"],
  "booking.cancelled.v1": ["cancelled"],
  "booking.refunding.v1": ["refunding"],
  "booking.refunded.v1": ["refunded"],
};

/** What may be told of a payment: money that has come does not go, but by a refund. */
const OF_PAYMENT: Steps = {
  "": ["payment.succeeded.v1", "payment.failed.v1", "payment.expired.v1"],
  "payment.expired.v1": ["payment.succeeded.v1", "payment.failed.v1"],
  "payment.failed.v1": ["payment.succeeded.v1"],
  "payment.succeeded.v1": ["payment.refunded.v1"],
};

/** The first step that is not legal, in words. */
function illegal(steps: Steps, path: readonly string[]): string[] {
  const at = path.findIndex(
    (step, index) => !steps[path[index - 1] ?? ""]?.includes(step),
  );
  return at < 0
    ? []
    : [`${path[at]} after ${path[at - 1] ?? "nothing"}: ${path.join(", ")}`];
}

/** What a booking has told is a legal path, and its row is where the path ends. */
export function bookingHistory(of: Case): string[] {
  const told = sentBy(of, "booking", "bookings");
  const path = told.map(({ type }) => type);
  const wrong = illegal(OF_BOOKING, path);
  const { row } = of;
  if (!row)
    return path.length === 0
      ? wrong
      : [...wrong, `there is no such booking, but it told ${path.join(", ")}`];
  const last = path.at(-1) ?? "";
  if (!STATUSES[last]?.includes(row.status))
    wrong.push(`it is ${row.status}, and what it told last is "${last}"`);
  const cancelled = told.find(({ type }) => type === "booking.cancelled.v1");
  if (cancelled && cancelled.payload.reason !== row.reason)
    wrong.push(
      `cancelled for ${String(row.reason)}, and it told ${JSON.stringify(cancelled.payload.reason)}`,
    );
  return wrong;
}

/** What payment has told of a booking is a legal path, and its row is where the path ends. */
export function paymentHistory(of: Case): string[] {
  const path = sentBy(of, "payment", "payments").map(({ type }) => type);
  const wrong = illegal(OF_PAYMENT, path);
  const { checkout } = of;
  const told = (type: string) => path.includes(`payment.${type}.v1`);
  const paid = checkout?.money === "paid";
  if (told("succeeded") !== paid)
    wrong.push(
      `payment's row is ${checkout?.money ?? "absent"}, and it told ${path.join(", ") || "nothing"}`,
    );
  if (told("refunded") !== (checkout?.refundAnnounced ?? false))
    wrong.push("payment's row and its events differ about the refund");
  return wrong;
}

const SETTLING = new Set([
  "booking.confirmed.v1",
  "booking.cancelled.v1",
  "booking.refunding.v1",
  "booking.refunded.v1",
]);

/**
 * A booking orders its saga once, a refund for each time that it must give money back, and wakes the
 * saga whenever something has settled it; its tenant's wish to cancel wakes it once more.
 */
export function sagaCommands(of: Case): string[] {
  if (!of.row) return [];
  const events = sentBy(of, "booking", "bookings").map(({ type }) => type);
  const commands = sentBy(of, "booking", "workflow");
  const starts = (workflow: string) =>
    commands.filter(
      ({ type, payload }) => type === "start" && payload.workflow === workflow,
    ).length;
  const raises = commands.filter(({ type }) => type === "raise").length;
  const settled = events.filter((type) => SETTLING.has(type)).length;
  const refunding = events.filter((type) => type === "booking.refunding.v1");
  const counts: [string, number, number, number][] = [
    ["orders of its saga", starts("booking-saga"), 1, 1],
    [
      "orders of a refund",
      starts("refund-saga"),
      refunding.length,
      refunding.length,
    ],
    ["calls to wake its saga", raises, settled, settled + 1],
  ];
  return counts
    .filter(([, count, least, most]) => count < least || count > most)
    .map(
      ([what, count, least, most]) =>
        `${count} ${what} instead of ${least === most ? least : `${least} or ${most}`}`,
    );
}
