import type { DataSource } from "@rentezy/database";
import { DomainError } from "@rentezy/contracts";
import { randomUUID } from "node:crypto";
import type { ReserveRoom } from "../../services/booking/src/use-cases/reserve-room.js";

/** What callers ask for: one room with plenty, one with 10 left, or one of 1,000 by popularity. */
export const roomKinds = ["hot", "last10", "zipf"] as const;
export type RoomKind = (typeof roomKinds)[number];

const PLENTY = 1_000_000_000;
const quantities: Readonly<Record<RoomKind, number>> = {
  hot: PLENTY,
  last10: 10,
  zipf: PLENTY,
};
const counts: Readonly<Record<RoomKind, number>> = {
  hot: 1,
  last10: 1,
  zipf: 1_000,
};

/** Draws rooms: the second is wanted half as often as the first, the third a third as often. */
function zipf(rooms: readonly string[]): () => string {
  let sum = 0;
  const upTo = rooms.map((_room, rank) => (sum += 1 / (rank + 1)));
  return () => {
    const point = Math.random() * sum;
    let [low, high] = [0, rooms.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) < point) low = middle + 1;
      else high = middle;
    }
    return rooms[low] ?? "";
  };
}

/** Empties the tables and makes the rooms of a kind; answers how one is chosen. */
export async function prepareRooms(
  dataSource: DataSource,
  kind: RoomKind,
): Promise<() => string> {
  await dataSource.query("TRUNCATE booking, room_inventory, outbox");
  const rooms = Array.from({ length: counts[kind] }, () => randomUUID());
  await dataSource.query(
    `INSERT INTO room_inventory (room_id, property_id, landlord_id, amount_paise,
       initial_quantity, available_quantity, bookable, property_version)
     SELECT room_id, gen_random_uuid(), gen_random_uuid(), 4500000, $2, $2, true, 1
     FROM unnest($1::uuid[]) AS room (room_id)`,
    [rooms, quantities[kind]],
  );
  // Every run begins with the same work behind it.
  await dataSource.query("VACUUM ANALYZE room_inventory");
  await dataSource.query("CHECKPOINT");
  return zipf(rooms);
}

/** Bookings that the stock does not know of: rooms sold more often than they were taken. */
export async function countOversold(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<{ oversold: number }[]>(
    `SELECT coalesce(sum(booked - (initial_quantity - available_quantity)), 0)::int AS oversold
     FROM room_inventory JOIN
       (SELECT room_id, count(*) AS booked FROM booking GROUP BY room_id) AS sold USING (room_id)`,
  );
  return row?.oversold ?? 0;
}

/** What the callers heard while it counted. Times in milliseconds, sorted. */
export interface Heard {
  readonly granted: number;
  readonly refused: number;
  readonly times: readonly number[];
  /** How long it counted, in seconds. */
  readonly seconds: number;
}

/** Lets `callers` ask one after the other, all of them at once, and counts after a warm-up. */
export async function ask(options: {
  readonly reserveRoom: ReserveRoom;
  readonly chooseRoom: () => string;
  readonly callers: number;
  readonly moveInDate: string;
  readonly warmUpMs: number;
  readonly countMs: number;
}): Promise<Heard> {
  const { reserveRoom, chooseRoom, callers, moveInDate } = options;
  const from = performance.now() + options.warmUpMs;
  const until = from + options.countMs;
  const times: number[] = [];
  const heard = { granted: 0, refused: 0 };
  const caller = async (): Promise<void> => {
    for (;;) {
      const begun = performance.now();
      if (begun >= until) return;
      const outcome = await outcomeOf(
        reserveRoom({
          tenantId: randomUUID(),
          idempotencyKey: randomUUID(),
          roomId: chooseRoom(),
          moveInDate,
        }),
      );
      const ended = performance.now();
      if (ended < from || ended >= until) continue;
      heard[outcome] += 1;
      times.push(ended - begun);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  times.sort((one, other) => one - other);
  return { ...heard, times, seconds: options.countMs / 1000 };
}

async function outcomeOf(
  reserving: Promise<unknown>,
): Promise<"granted" | "refused"> {
  try {
    await reserving;
    return "granted";
  } catch (error) {
    if (error instanceof DomainError && error.code === "BOOKING.SOLD_OUT")
      return "refused";
    throw error;
  }
}
