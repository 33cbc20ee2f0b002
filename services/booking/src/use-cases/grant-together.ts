import { blamesRows, type DataSource } from "@rentezy/database";
import type { Booking } from "../domain/booking.js";
import { refusal } from "../domain/errors.js";
import {
  grantRooms,
  lookAtAttempts,
  nameOf,
  type Attempt,
  type Earlier,
  type RoomState,
} from "../persistence/grants.js";
import { createGroups, type Served } from "./groups.js";

/** What became of an attempt. */
export type Outcome =
  | { readonly kind: "granted"; readonly booking: Booking }
  | ({ readonly kind: "repeated" } & Earlier)
  | { readonly kind: "sold-out" | "not-bookable" | "not-found" };

/** Tries to get a room; throws `BOOKING.BUSY` when too many are waiting already. */
export type Grant = (roomId: string, attempt: Attempt) => Promise<Outcome>;

/** Enough to make one commit serve many; small enough to keep the row's lock short. */
const LARGEST_GROUP = 250;

/** Rooms that are remembered as sold out; forgetting one costs a look at its row under the lock. */
const REMEMBERED_ROOMS = 10_000;

/**
 * Grants requests for one room that arrive together in one statement, in order of arrival. Any
 * number of replicas may do so at once: the room's row and its constraint decide.
 *
 * A room that was seen sold out is looked at without its lock first, so that a thousand refusals
 * do not queue for it; the look decides, not the memory, so stock that comes back is seen.
 */
export function createGrantTogether(dependencies: {
  readonly dataSource: DataSource;
  readonly mostWaiting: number;
}): Grant {
  const { dataSource, mostWaiting } = dependencies;
  const soldOut = new Set<string>();
  const remember = (roomId: string, room: RoomState) => {
    soldOut.delete(roomId);
    if (room?.availableQuantity !== 0) return;
    if (soldOut.size >= REMEMBERED_ROOMS) soldOut.clear();
    soldOut.add(roomId);
  };
  return createGroups<Attempt, Outcome>({
    serve: async (roomId, attempts) => {
      if (soldOut.has(roomId)) {
        const seen = await lookAtAttempts(dataSource, roomId, attempts);
        remember(roomId, seen.room);
        if (seen.room?.availableQuantity === 0 || !seen.room?.bookable) {
          return attempts.map((attempt) => ({
            result: explain(attempt, seen),
          }));
        }
      }
      const { room, bookings } = await grantRooms(dataSource, roomId, attempts);
      const granted = bookings.filter((booking) => booking !== undefined);
      const left = room && {
        ...room,
        availableQuantity: room.availableQuantity - granted.length,
      };
      remember(roomId, left);
      const { earlier } =
        granted.length === attempts.length
          ? { earlier: new Map<string, Earlier>() }
          : await lookAtAttempts(dataSource, roomId, attempts);
      return attempts.map((attempt, turn) => {
        const booking = bookings[turn];
        return booking
          ? { result: { kind: "granted", booking } }
          : settle(attempt, { room: left, earlier });
      });
    },
    largestGroup: LARGEST_GROUP,
    mostWaiting,
    blamesMember: blamesRows,
    busy: () => refusal("BOOKING.BUSY"),
  });
}

interface Seen {
  readonly room: RoomState;
  readonly earlier: ReadonlyMap<string, Earlier>;
}

/** Repeated keys use up turns without using up rooms: while rooms are left, the others try again. */
function settle(attempt: Attempt, seen: Seen): Served<Outcome> {
  const isOpen =
    seen.room?.bookable === true && seen.room.availableQuantity > 0;
  const result = explain(attempt, seen);
  return isOpen && result.kind === "sold-out" ? { again: true } : { result };
}

/** Why an attempt was not granted. */
function explain(attempt: Attempt, { room, earlier }: Seen): Outcome {
  const before = earlier.get(nameOf(attempt));
  if (before) return { kind: "repeated", ...before };
  if (!room) return { kind: "not-found" };
  return { kind: room.bookable ? "sold-out" : "not-bookable" };
}
