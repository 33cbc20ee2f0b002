import type { Stack } from "@rentezy/local";
import { rowsOf } from "./database.js";

/** The services that have something to tell others. */
const TELLERS = ["auth", "property", "booking", "payment"] as const;

/** Bookings of the room that have no page to pay on though nobody has ended them. */
const WITHOUT_PAGE = `SELECT count(*) FROM booking
  WHERE room_id = $1 AND status = 'reserved' AND checkout_url IS NULL`;
const UNDELIVERED = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL";

/** What still waits somewhere, in words; nothing when all is worked off. */
export async function backlogOf(
  stack: Stack,
  roomId: string,
): Promise<string[]> {
  const count = async (
    what: string,
    app: string,
    sql: string,
    values: readonly unknown[] = [],
  ) => {
    const [row] = await rowsOf<{ count: string }>(stack, app, sql, values);
    return row?.count === "0" ? [] : [`${row?.count ?? "?"} ${what}`];
  };
  const found = await Promise.all([
    ...TELLERS.map((app) => count(`messages of ${app}`, app, UNDELIVERED)),
    count("bookings without a page", "booking", WITHOUT_PAGE, [roomId]),
  ]);
  return found.flat();
}
