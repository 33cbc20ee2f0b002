/** What the booking database must hold after a run, asked with SQL. */
import { onDatabase } from "@rentezy/local";
import type { Stack } from "@rentezy/local";
import type { Client } from "pg";
import { z } from "zod";

const whole = z.coerce.number();

const room = z.object({
  roomId: z.string(),
  initial: whole,
  available: whole,
  /** Bookings ever made of it. */
  bookings: whole,
  /** Those that hold a room or have it for good. */
  holding: whole,
  tenants: whole,
  /** Bookings that were announced once, not more and not less. */
  announcedOnce: whole,
  /** Bookings whose saga was ordered once. */
  sagaOnce: whole,
});
/** The facts about one room, all of one moment. */
export type RoomFacts = z.infer<typeof room>;

/** Delivered outbox rows are kept for seven days, so those of a run are all there. */
const FACTS = `
  WITH told AS (
    SELECT booking.id,
      count(*) FILTER (WHERE destination = 'bookings' AND type = 'booking.reserved.v1') AS announced,
      count(*) FILTER (WHERE destination = 'workflow' AND type = 'start'
        AND payload->>'workflow' = 'booking-saga') AS sagas
    FROM booking LEFT JOIN outbox ON outbox.aggregate_id = booking.id
    WHERE room_id = ANY($1) GROUP BY booking.id)
  SELECT room.room_id AS "roomId", initial_quantity AS initial, available_quantity AS available,
    count(booking.id) AS bookings,
    count(booking.id) FILTER (WHERE status IN ('reserved', 'expiring', 'booked')) AS holding,
    count(DISTINCT tenant_id) AS tenants,
    count(booking.id) FILTER (WHERE announced = 1) AS "announcedOnce",
    count(booking.id) FILTER (WHERE sagas = 1) AS "sagaOnce"
  FROM room_inventory AS room
  LEFT JOIN booking ON booking.room_id = room.room_id
  LEFT JOIN told ON told.id = booking.id
  WHERE room.room_id = ANY($1) GROUP BY room.room_id`;

/** Works on one connection to booking's database. */
export const onBooking = <Outcome>(
  stack: Stack,
  work: (client: Client) => Promise<Outcome>,
): Promise<Outcome> => onDatabase(stack, "booking", work);

/** Asks booking's database. */
export const askBooking = (
  stack: Stack,
  sql: string,
  values: readonly unknown[],
): Promise<Record<string, unknown>[]> =>
  onBooking(stack, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(sql, [
      ...values,
    ]);
    return rows;
  });

/** Counts the facts about these rooms in one statement, and so as of one moment. */
export const readRoomFacts = async (
  stack: Stack,
  roomIds: readonly string[],
): Promise<RoomFacts[]> =>
  z.array(room).parse(await askBooking(stack, FACTS, [roomIds]));

/** What must have come of the rooms of a run. */
export interface Expected {
  readonly kinds: number;
  /** Of each kind. */
  readonly quantity: number;
  /** Bookings that clients were told of. */
  readonly granted: number;
  /** Whether each tenant asked for each room once at most. */
  readonly onceEach?: boolean;
  /** Whether all of them were wanted by enough to be sold out. */
  readonly soldOut?: boolean;
}

function brokenIn(facts: RoomFacts, expected: Expected): string[] {
  const { initial, available, bookings, holding, tenants } = facts;
  const { quantity, onceEach, soldOut } = expected;
  const broken: [boolean, string][] = [
    [initial !== quantity, `${initial} rooms instead of ${quantity}`],
    [available < 0 || available > initial, `${available} of ${initial} left`],
    [
      available + holding !== initial,
      `${available} left and ${holding} taken of ${initial}`,
    ],
    [
      facts.announcedOnce !== bookings,
      `${facts.announcedOnce} of ${bookings} bookings announced exactly once`,
    ],
    [
      facts.sagaOnce !== bookings,
      `${facts.sagaOnce} of ${bookings} bookings with exactly one saga`,
    ],
    [
      onceEach === true && tenants !== bookings,
      `${bookings} bookings of ${tenants} tenants who asked once each`,
    ],
    [soldOut === true && available !== 0, `${available} left instead of none`],
  ];
  return broken
    .filter(([wrong]) => wrong)
    .map(([, what]) => `room ${facts.roomId}: ${what}`);
}

/** How many differences are told one by one. */
const TOLD = 10;

/** What is wrong with the rooms of a run, in words; nothing when all invariants held. */
export function brokenInvariants(
  rooms: readonly RoomFacts[],
  expected: Expected,
): string[] {
  const bookings = rooms.reduce((sum, one) => sum + one.bookings, 0);
  const { kinds, granted } = expected;
  const broken = [
    ...(rooms.length === kinds
      ? []
      : [`${rooms.length} kinds of rooms instead of ${kinds}`]),
    ...(bookings === granted
      ? []
      : [`${bookings} bookings, and clients were told of ${granted}`]),
    ...rooms.flatMap((facts) => brokenIn(facts, expected)),
  ];
  const more = broken.length - TOLD;
  return more > 0
    ? [...broken.slice(0, TOLD), `and ${more} more differences`]
    : broken;
}

/** Reads what the database holds of the rooms, and says what of it is broken, in words. */
export const findBroken = async (
  stack: Stack,
  roomIds: readonly string[],
  expected: Omit<Expected, "kinds">,
): Promise<string[]> =>
  brokenInvariants(await readRoomFacts(stack, roomIds), {
    ...expected,
    kinds: roomIds.length,
  });
