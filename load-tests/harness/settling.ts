/** Waits until bookings have come to the end that their tenants gave them. */
import type { Stack } from "@rentezy/local";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { askBooking } from "./invariants.js";

/** Status -> how many bookings have it. */
export type Statuses = Readonly<Record<string, number>>;

/** How the tenants' bookings were left by them. */
export interface Ends {
  readonly paid: number;
  readonly cancelled: number;
  readonly left: number;
}

const STATUSES = `
  SELECT status, count(*) AS bookings FROM booking
  WHERE room_id = ANY($1) GROUP BY status`;

const rows = z.array(
  z.object({ status: z.string(), bookings: z.coerce.number() }),
);

/** What is not as the tenants left it, in words. */
export function unsettledIn(statuses: Statuses, ends: Ends): string[] {
  const wanted: Statuses = {
    booked: ends.paid,
    cancelled: ends.cancelled,
    reserved: ends.left,
  };
  const names = new Set([...Object.keys(wanted), ...Object.keys(statuses)]);
  return [...names].flatMap((status) => {
    const [found, due] = [statuses[status] ?? 0, wanted[status] ?? 0];
    return found === due
      ? []
      : [`${found} bookings are ${status} instead of ${due}`];
  });
}

const SETTLED_WITHIN_MS = 120_000;

/** Waits, two minutes at most, and tells how long it took and what is still not as it should be. */
export async function settled(
  stack: Stack,
  roomIds: readonly string[],
  ends: Ends,
): Promise<{ seconds: number; unsettled: string[] }> {
  const begun = performance.now();
  for (;;) {
    const found = rows.parse(await askBooking(stack, STATUSES, [roomIds]));
    const statuses = Object.fromEntries(
      found.map(({ status, bookings }) => [status, bookings]),
    );
    const unsettled = unsettledIn(statuses, ends);
    const ms = performance.now() - begun;
    if (unsettled.length === 0 || ms > SETTLED_WITHIN_MS)
      return { seconds: ms / 1000, unsettled };
    await sleep(500);
  }
}
