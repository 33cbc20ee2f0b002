import type { Stack } from "@rentezy/local";
import { rowsOf } from "./database.js";

/** Bookings of the room that have no page to pay on though nobody has ended them. */
const WITHOUT_PAGE = `SELECT count(*) FROM booking
  WHERE room_id = $1 AND status = 'reserved' AND checkout_url IS NULL`;
const UNDELIVERED = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL";
const HAS_OUTBOX = "SELECT 1 WHERE to_regclass('outbox') IS NOT NULL";

/** The services with a database and an outbox in it: they have something to tell others. */
async function tellersOf(stack: Stack): Promise<string[]> {
  const keepers = Object.keys(stack.secrets).filter(
    (app) => stack.secrets[app]?.["DATABASE_URL"] !== undefined,
  );
  const found = await Promise.all(
    keepers.map(async (app) => {
      const rows = await rowsOf(stack, app, HAS_OUTBOX);
      return rows.length > 0 ? [app] : [];
    }),
  );
  return found.flat();
}

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
  const tellers = await tellersOf(stack);
  const found = await Promise.all([
    ...tellers.map((app) => count(`messages of ${app}`, app, UNDELIVERED)),
    count("bookings without a page", "booking", WITHOUT_PAGE, [roomId]),
  ]);
  return found.flat();
}
