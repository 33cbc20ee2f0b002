/** Waits until nothing is under way any more, as it can be seen from outside. */
import { onDatabase } from "@rentezy/local";
import type { Stack } from "@rentezy/local";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { EmulatorControl } from "./emulator-control.js";

const count = z.tuple([z.object({ count: z.coerce.number() })]);

const countIn = (
  stack: Stack,
  app: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<number> =>
  onDatabase(stack, app, async (client) => {
    const { rows } = await client.query(sql, [...values]);
    return count.parse(rows)[0].count;
  });

const UNDER_WAY = `SELECT count(*) FROM booking
  WHERE room_id = ANY($1) AND status IN ('reserved', 'expiring', 'refunding')`;
const UNDELIVERED = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL";
const OPEN_CHECKOUTS =
  "SELECT count(*) FROM checkout WHERE claimed_until > now()";
/** Money on a session of which payment has not heard yet: a webhook was lost, and the next look is to come. */
const UNNOTICED = `SELECT count(*) FROM checkout
  WHERE subject_id = ANY($1) AND money <> 'paid'`;

/** What is still under way, in words; nothing when all is quiet. */
async function underWay(
  stack: Stack,
  stripe: EmulatorControl,
  roomIds: readonly string[],
): Promise<string[]> {
  const found: readonly [number, string][] = [
    [await countIn(stack, "booking", UNDER_WAY, [roomIds]), "bookings"],
    [await countIn(stack, "booking", UNDELIVERED), "messages of booking"],
    [await countIn(stack, "payment", UNDELIVERED), "messages of payment"],
    [await countIn(stack, "payment", OPEN_CHECKOUTS), "claims of payment"],
    [
      await countIn(stack, "payment", UNNOTICED, [await stripe.paid()]),
      "payments that nobody has noticed",
    ],
    [await stripe.webhooksUnderWay(), "webhooks"],
  ];
  return found.flatMap(([many, what]) => (many > 0 ? [`${many} ${what}`] : []));
}

const LOOK_EVERY_MS = 500;

/** How long a wait took, in seconds, and what was still under way at its end. */
export interface Rest {
  readonly seconds: number;
  readonly left: readonly string[];
}

/** Waits until nothing is under way: holds run out, lost webhooks are found by asking, slow banks pay. */
export async function waitUntilQuiet(
  stack: Stack,
  stripe: EmulatorControl,
  roomIds: readonly string[],
  withinSeconds: number,
): Promise<Rest> {
  const begun = Date.now();
  for (;;) {
    const left = await underWay(stack, stripe, roomIds);
    const ms = Date.now() - begun;
    if (left.length === 0 || ms > withinSeconds * 1000)
      return { seconds: Math.round(ms / 100) / 10, left };
    await sleep(LOOK_EVERY_MS);
  }
}
