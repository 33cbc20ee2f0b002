/**
 * What truly happens to the money of bookings, and the facts of it that are under way to them: they
 * arrive late, twice and in any order.
 */
import type { HeardFact } from "../../src/use-cases/record-fact.js";
import { hear, type House, type Stay } from "./house.js";

export interface Guest {
  /** `expired` is Stripe's word that the money cannot come; it comes `captured` all the same if Stripe errs. */
  money: "open" | "processing" | "failed" | "expired" | "captured";
  /** Times that the money was given back. */
  refunds: number;
  readonly underWay: HeardFact[];
}

export const newGuest = (): Guest => ({
  money: "open",
  refunds: 0,
  underWay: [],
});

const FACT_OF = {
  failed: { kind: "payment-failed" },
  expired: { kind: "checkout-expired" },
  captured: { kind: "paid" },
} as const;

/** Something becomes of the money, and payment announces it. */
export function becomes(guest: Guest, money: keyof typeof FACT_OF): void {
  guest.money = money;
  guest.underWay.push(FACT_OF[money]);
}

/** Has the checkout ended, as the saga does when the hold is over; the answer takes its time too. */
export function askToExpire(guest: Guest): void {
  if (guest.money === "open") becomes(guest, "expired");
  else if (guest.money !== "processing")
    guest.underWay.push(FACT_OF[guest.money]);
}

/** Payment gives money back once, however often it is asked. */
export function refund(guest: Guest): void {
  guest.refunds = 1;
  guest.underWay.push({ kind: "refunded" });
}

/** One of the facts under way arrives; `again` leaves it there to arrive once more. */
export function deliver(
  house: House,
  stay: Stay,
  guest: Guest,
  { which, again }: { readonly which: number; readonly again: boolean },
): void {
  const index = which % guest.underWay.length;
  const fact = guest.underWay[index];
  if (!fact) return;
  if (!again) guest.underWay.splice(index, 1);
  hear(house, stay, fact);
}

/**
 * The end of a story: the hold ends, slow money decides itself, what is under way arrives in the order
 * that `turns` gives, and the saga pays back what has found no room.
 */
export function finish(
  house: House,
  stay: Stay,
  guest: Guest,
  turns: readonly number[],
): void {
  hear(house, stay, { kind: "hold-ended" });
  if (guest.money === "processing") becomes(guest, "captured");
  else askToExpire(guest);
  const deliverAll = () => {
    for (let turn = 0; guest.underWay.length > 0; turn += 1) {
      const which = turns[turn % turns.length] ?? 0;
      deliver(house, stay, guest, { which, again: false });
    }
  };
  deliverAll();
  if (stay.status === "refunding" && guest.refunds === 0) refund(guest);
  deliverAll();
}
