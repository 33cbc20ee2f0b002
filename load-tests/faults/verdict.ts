/** Whether what clients were told, and what is found afterwards, keep the promises of the product. */
import type { Evidence, Told } from "./told.js";

/** A promise that was broken. */
export interface Violation {
  readonly rule: string;
  readonly what: string;
  readonly bookingId?: string;
  readonly roomId?: string;
}

/** Statuses of a booking that has a room. */
const HAS_ROOM = new Set(["reserved", "expiring", "booked"]);

/** For each room, what is available, held and booked adds up to what there was. */
function stock(told: Told, evidence: Evidence): Violation[] {
  return told.rooms.flatMap(({ roomId, quantity }) => {
    const room = evidence.rooms.find((one) => one.roomId === roomId);
    if (!room) return [{ rule: "stock", roomId, what: "the room is gone" }];
    const taken = evidence.bookings.filter(
      (one) => one.roomId === roomId && HAS_ROOM.has(one.status),
    ).length;
    const { initial, available } = room;
    const adds =
      initial === quantity && available >= 0 && available + taken === quantity;
    return adds
      ? []
      : [
          {
            rule: "stock",
            roomId,
            what: `${available} available and ${taken} held or booked of ${quantity} (${initial} in the books)`,
          },
        ];
  });
}

/** What a worker may be late: its longest pause between two tries is 30 seconds. */
const GRACE_MS = 60_000;

/** No hold outlives its end. */
const heldTooLong = (evidence: Evidence, nowMs: number): Violation[] =>
  evidence.bookings
    .filter(
      ({ status, holdExpiresAt }) =>
        (status === "reserved" || status === "expiring") &&
        holdExpiresAt + GRACE_MS < nowMs,
    )
    .map(({ bookingId, status, holdExpiresAt }) => ({
      rule: "deadline",
      bookingId,
      what: `still ${status}, ${Math.round((nowMs - holdExpiresAt) / 1000)} s after its hold was over`,
    }));

/**
 * Judges a stack at rest: users have gone, faults are over, and what was under way had time to end.
 * @param nowMs when the evidence was read
 */
export function judge(
  told: Told,
  evidence: Evidence,
  nowMs: number,
): Violation[] {
  return [...stock(told, evidence), ...heldTooLong(evidence, nowMs)];
}

/** How bookings ended -> how many: `booked`, `cancelled:tenant`, `booked-after-cancelled` and so on. */
export function endingsOf(
  told: Told,
  evidence: Evidence,
): Record<string, number> {
  const counts: Record<string, number> = {};
  const known = new Map(evidence.bookings.map((one) => [one.bookingId, one]));
  const cancelled = new Set(
    evidence.outbox
      .filter(({ type }) => type === "booking.cancelled.v1")
      .map(({ bookingId }) => bookingId),
  );
  for (const { bookingId } of told.bookings) {
    const booking = known.get(bookingId);
    const ending = !booking
      ? "forgotten"
      : booking.status === "cancelled"
        ? `cancelled:${booking.reason ?? "unknown"}`
        : booking.status === "booked" && cancelled.has(bookingId)
          ? "booked-after-cancelled"
          : booking.status;
    counts[ending] = (counts[ending] ?? 0) + 1;
  }
  return counts;
}
