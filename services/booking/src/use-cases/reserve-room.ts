import { appendToOutbox } from "@rentezy/events";
import type { DataSource, EntityManager } from "@rentezy/database";
import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Booking } from "../domain/booking.js";
import { refusal } from "../domain/errors.js";
import { checkMoveInDate } from "../domain/move-in-date.js";
import {
  findBooking,
  findByIdempotencyKey,
  insertReservation,
} from "../persistence/bookings.js";
import { findRoom, takeRoom } from "../persistence/inventory.js";
import { reservedEvent } from "./booking-events.js";
import { startBookingSaga } from "./saga-commands.js";

export interface ReservationRequest {
  readonly tenantId: string;
  /** Names this attempt: the same key again gets the same booking. */
  readonly idempotencyKey: string;
  readonly roomId: string;
  readonly moveInDate: string;
}

export interface Reservation {
  readonly booking: Booking;
  /** False when the key had made this booking before. */
  readonly isNew: boolean;
}

export type ReserveRoom = (request: ReservationRequest) => Promise<Reservation>;

/** Two requests with one key are the same when what they ask for is. */
const hashOf = ({ roomId, moveInDate }: ReservationRequest) =>
  createHash("sha256").update(`${roomId} ${moveInDate}`).digest("hex");

/**
 * Holds a room for a tenant: the booking, the room taken from the stock, the event and the saga's
 * start are one transaction. The stock constraint has the last word on whether a room is left.
 *
 * Refuses with `BOOKING.SOLD_OUT`, `BOOKING.ROOM_NOT_FOUND`, `BOOKING.ROOM_NOT_BOOKABLE`,
 * `BOOKING.MOVE_IN_IN_PAST`, `BOOKING.MOVE_IN_TOO_FAR` or `IDEMPOTENCY.KEY_REUSED`.
 */
export function createReserveRoom(dependencies: {
  readonly dataSource: DataSource;
  readonly holdSeconds: number;
}): ReserveRoom {
  const { dataSource, holdSeconds } = dependencies;
  return async (request) => {
    const earlier = await replay(dataSource.manager, request);
    if (earlier) return { booking: earlier, isNew: false };
    checkMoveInDate(request.moveInDate, new Date());
    const id = uuidv7();
    const reservation = {
      ...request,
      id,
      requestHash: hashOf(request),
      holdSeconds,
    };
    const booking = await dataSource.transaction(async (manager) => {
      if (!(await insertReservation(manager, reservation))) return null;
      await takeRoom(manager, request.roomId);
      const reserved = await findBooking(manager, id);
      if (!reserved)
        throw new Error(`booking ${id} vanished inside its transaction`);
      await appendToOutbox(manager, [
        reservedEvent(reserved),
        startBookingSaga({
          bookingId: id,
          holdExpiresAt: reserved.holdExpiresAt.toISOString(),
        }),
      ]);
      return reserved;
    });
    if (booking) return { booking, isNew: true };
    return {
      booking: await explainRefusal(dataSource.manager, request),
      isNew: false,
    };
  };
}

/** The booking that this key has made before, if any. */
async function replay(
  manager: EntityManager,
  request: ReservationRequest,
): Promise<Booking | undefined> {
  const earlier = await findByIdempotencyKey(
    manager,
    request.tenantId,
    request.idempotencyKey,
  );
  if (!earlier) return undefined;
  if (earlier.requestHash !== hashOf(request))
    throw refusal("IDEMPOTENCY.KEY_REUSED");
  return earlier;
}

/** Nothing was written: a simultaneous request had the same key, or there is no room to book. */
async function explainRefusal(
  manager: EntityManager,
  request: ReservationRequest,
): Promise<Booking> {
  const earlier = await replay(manager, request);
  if (earlier) return earlier;
  const room = await findRoom(manager, request.roomId);
  throw refusal(room ? "BOOKING.ROOM_NOT_BOOKABLE" : "BOOKING.ROOM_NOT_FOUND");
}
