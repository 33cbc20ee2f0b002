/** What the booking database must hold after everybody has gone for one room. */
import { Client } from "pg";
import { z } from "zod";

/** The facts about one room, counted in one statement. */
export interface RoomFacts {
  readonly initial: number;
  readonly available: number;
  readonly bookings: number;
  readonly tenants: number;
  /** Bookings whose announcement was written with them. */
  readonly announced: number;
  /** Bookings whose saga was ordered with them. */
  readonly sagas: number;
}

const row = z.object({
  initial: z.coerce.number(),
  available: z.coerce.number(),
  bookings: z.coerce.number(),
  tenants: z.coerce.number(),
  announced: z.coerce.number(),
  sagas: z.coerce.number(),
});

const FACTS = `
  WITH made AS (SELECT id, tenant_id FROM booking WHERE room_id = $1),
  left_behind AS (
    SELECT aggregate_id, destination, type FROM outbox
    WHERE aggregate_id IN (SELECT id FROM made))
  SELECT initial_quantity AS initial, available_quantity AS available,
    (SELECT count(*) FROM made) AS bookings,
    (SELECT count(DISTINCT tenant_id) FROM made) AS tenants,
    (SELECT count(*) FROM left_behind
      WHERE destination = 'bookings' AND type = 'booking.reserved.v1') AS announced,
    (SELECT count(*) FROM left_behind
      WHERE destination = 'workflow' AND type = 'start') AS sagas
  FROM room_inventory WHERE room_id = $1`;

/** Counts them. Throws when booking has never heard of the room. */
export async function readRoomFacts(
  databaseUrl: string,
  roomId: string,
): Promise<RoomFacts> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(FACTS, [
      roomId,
    ]);
    return row.parse(rows[0]);
  } finally {
    await client.end();
  }
}

/** What is wrong with the facts once `rooms` rooms are taken; nothing when all invariants held. */
export function brokenInvariants(facts: RoomFacts, rooms: number): string[] {
  const wanted: RoomFacts = {
    initial: rooms,
    available: 0,
    bookings: rooms,
    tenants: rooms,
    announced: rooms,
    sagas: rooms,
  };
  const names = Object.keys(wanted) as (keyof RoomFacts)[];
  return names
    .filter((name) => facts[name] !== wanted[name])
    .map((name) => `${name}: ${facts[name]} instead of ${wanted[name]}`);
}
