/** What must be true after an ending; the first thing that is not ends the demo. */
import { rupees } from "../client/index.js";
import type { Booking } from "../client/index.js";
import { Violation } from "./narrator.js";
import type { Made, Room, Stage } from "./stage.js";
import { moneyOf } from "./stripe.js";
import type { Ledger, Money } from "./stripe.js";

export interface Ending {
  readonly status: string;
  /** Why a cancelled booking ended. */
  readonly reason?: string;
}

const tellStatus = ({ status, cancellationReason }: Booking): string =>
  cancellationReason === null || status !== "cancelled"
    ? status
    : `${status} (${cancellationReason})`;

/** Waits until a booking has the status that it should end with. */
export async function untilBooking(
  stage: Stage,
  made: Made,
  { status, reason }: Ending,
): Promise<Booking> {
  const booking = await stage.wait({
    until: `the booking is ${status}`,
    read: () => stage.read(made),
    holds: (current) => current.status === status,
    tell: tellStatus,
  });
  if (reason !== undefined && booking.cancellationReason !== reason)
    throw new Violation(
      `the booking was cancelled for ${String(booking.cancellationReason)}, not ${reason}`,
    );
  return booking;
}

/** Throws Violation unless so many of the room are left. */
export async function checkRoom(
  stage: Stage,
  room: Room,
  left: number,
): Promise<void> {
  const found = await stage.left(room);
  if (found !== left)
    throw new Violation(
      `the ${room.name} should have ${left} left, and has ${String(found)}`,
    );
  stage.say(`✓ ${room.name}: ${left} left`);
}

/** Why the money of a booking is not what its status says; undefined when it is. */
export function wrongMoney(
  { id, status, amountPaise }: Booking,
  { captured, refunded }: Money,
): string | undefined {
  const kept = captured - refunded;
  const due = status === "booked" ? amountPaise : 0;
  if (kept !== due)
    return `booking ${id} is ${status}: ${rupees(due)} should be kept, and ${rupees(kept)} is`;
  if (status === "refunded" && refunded !== amountPaise)
    return `booking ${id} is refunded, and ${rupees(refunded)} of ${rupees(amountPaise)} went back`;
  return undefined;
}

/**
 * Throws Violation unless Stripe keeps the price of booked bookings, of all made so far, and nothing
 * else; gives Stripe's book.
 */
async function checkMoney(stage: Stage): Promise<Ledger> {
  const bookings = await Promise.all(stage.bookings.map(stage.read));
  const ledger = await stage.stripe.ledger();
  const wrong = bookings
    .map((booking) => wrongMoney(booking, moneyOf(ledger, booking.id)))
    .find((problem) => problem !== undefined);
  if (wrong !== undefined) throw new Violation(wrong);
  const booked = bookings.filter(({ status }) => status === "booked");
  const kept = booked.reduce((total, one) => total + one.amountPaise, 0);
  stage.say(
    `✓ Stripe keeps ${rupees(kept)}: the price of ${booked.length} booked of ${bookings.length} bookings, and nothing else`,
  );
  return ledger;
}

/** A row of the closing table. */
export interface Outcome {
  readonly ending: string;
  readonly booking: string;
  readonly room: string;
  readonly money: string;
}

/** Checks status, stock and money of an ending, and writes its row. */
export async function conclude(
  stage: Stage,
  made: Made,
  expected: Ending & { readonly ending: string; readonly left: number },
): Promise<Outcome> {
  const booking = await untilBooking(stage, made, expected);
  await checkRoom(stage, made.room, expected.left);
  const ledger = await checkMoney(stage);
  return {
    ending: expected.ending,
    booking: tellStatus(booking),
    room: `${expected.left} left`,
    money: tellMoney(moneyOf(ledger, booking.id)),
  };
}

/** What became of a booking's money, in words. */
export function tellMoney({ captured, refunded }: Money): string {
  if (captured === 0) return "none taken";
  return refunded === 0
    ? `${rupees(captured)} kept`
    : `${rupees(captured)} taken, ${rupees(refunded)} given back`;
}
