/** Whether what clients were told, and what is found afterwards, keep the promises of the product. */
import { casesOf } from "./evidence-case.js";
import type { Case } from "./evidence-case.js";
import type { Evidence, Told } from "./told.js";
import { checkouts, holds, refunding, sagas } from "./verdict-deadlines.js";
import { delivered, effects, logged, ordered } from "./verdict-delivery.js";
import {
  bookingHistory,
  paymentHistory,
  sagaCommands,
} from "./verdict-history.js";
import { books, money } from "./verdict-money.js";

/** A promise that was broken. */
export interface Violation {
  readonly rule: string;
  readonly what: string;
  readonly bookingId?: string;
  readonly roomId?: string;
}

/** What is wrong with a booking, in words. */
type Rule = (of: Case, nowMs: number) => string[];

/** Nothing that a client was told of is forgotten, or another's. */
function kept({ told, row }: Case): string[] {
  if (!told) return [];
  if (!row) return [`tenant ${told.tenantId} was told of it, and it is gone`];
  const same = row.roomId === told.roomId && row.tenantId === told.tenantId;
  return same ? [] : ["it is another tenant's, or of another room, than told"];
}

/** Name -> rule, of one booking each. */
const RULES: Readonly<Record<string, Rule>> = {
  told: kept,
  money,
  books,
  history: bookingHistory,
  "payment-history": paymentHistory,
  "saga-commands": sagaCommands,
  delivery: delivered,
  log: logged,
  order: ordered,
  effect: effects,
  hold: holds,
  refund: refunding,
  checkout: checkouts,
  saga: sagas,
};

/** Statuses of a booking that has a room. */
const HAS_ROOM = new Set(["reserved", "expiring", "booked"]);

/** For each room, what is available, held and booked adds up to what there was. */
function stock(told: Told, evidence: Evidence): Violation[] {
  return told.rooms.flatMap(({ roomId, quantity }) => {
    const room = evidence.rooms.find((one) => one.roomId === roomId);
    const taken = evidence.bookings.filter(
      (one) => one.roomId === roomId && HAS_ROOM.has(one.status),
    ).length;
    const { initial = 0, available = -1 } = room ?? {};
    const adds =
      initial === quantity && available >= 0 && available + taken === quantity;
    if (adds) return [];
    const what = room
      ? `${available} available and ${taken} held or booked, of ${quantity} (${initial} by the books)`
      : "the room is gone";
    return [{ rule: "stock", roomId, what }];
  });
}

/** One key of a tenant makes one booking, however often it is sent. */
function onePerKey({ bookings }: Evidence): Violation[] {
  const first = new Map<string, string>();
  return bookings.flatMap(({ bookingId, tenantId, idempotencyKey }) => {
    const attempt = `${tenantId} ${idempotencyKey}`;
    const before = first.get(attempt);
    if (before === undefined) {
      first.set(attempt, bookingId);
      return [];
    }
    const what = `the key of booking ${before} has made it too`;
    return [{ rule: "key", what, bookingId }];
  });
}

/**
 * Judges a stack at rest: users have gone, faults are over, and what was under way had time to end.
 * What is younger than the pauses between two tries is left out.
 * @param nowMs when reading the evidence began
 */
export function judge(
  told: Told,
  evidence: Evidence,
  nowMs: number,
): Violation[] {
  const ofBookings = casesOf(told, evidence).flatMap((one) =>
    Object.entries(RULES).flatMap(([rule, broken]) =>
      broken(one, nowMs).map((what) => ({
        rule,
        what,
        bookingId: one.bookingId,
        ...(one.row && { roomId: one.row.roomId }),
      })),
    ),
  );
  return [...stock(told, evidence), ...onePerKey(evidence), ...ofBookings];
}

function endingOf({ row, outbox }: Case): string {
  if (!row) return "forgotten";
  if (row.status === "cancelled") return `cancelled:${row.reason ?? "unknown"}`;
  const wasCancelled = outbox.some(
    ({ type }) => type === "booking.cancelled.v1",
  );
  return row.status === "booked" && wasCancelled
    ? "booked-after-cancelled"
    : row.status;
}

/** How the bookings ended -> how many: `booked`, `cancelled:tenant`, `booked-after-cancelled` and so on. */
export function endingsOf(
  told: Told,
  evidence: Evidence,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of casesOf(told, evidence)) {
    if (!one.told && !one.row) continue;
    const ending = endingOf(one);
    counts[ending] = (counts[ending] ?? 0) + 1;
  }
  return counts;
}
