import type { DataSource } from "@rentezy/database";
import { currentContext } from "@rentezy/telemetry";
import type { Booking } from "../domain/booking.js";
import { refusal } from "../domain/errors.js";
import { checkMoveInDate } from "../domain/move-in-date.js";
import { findByIdempotencyKey } from "../persistence/bookings.js";
import type { Grant, Outcome } from "./grant-together.js";
import { requestHashOf } from "./request-hash.js";

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

/**
 * Holds a room for a tenant: the booking, the room taken from the stock, the event and the saga's
 * start are one statement. The stock constraint has the last word on whether a room is left.
 *
 * Refuses with `BOOKING.SOLD_OUT`, `BOOKING.ROOM_NOT_FOUND`, `BOOKING.ROOM_NOT_BOOKABLE`,
 * `BOOKING.MOVE_IN_IN_PAST`, `BOOKING.MOVE_IN_TOO_FAR`, `IDEMPOTENCY.KEY_REUSED` or `BOOKING.BUSY`.
 */
export function createReserveRoom(dependencies: {
  readonly dataSource: DataSource;
  readonly grant: Grant;
  readonly holdSeconds: number;
}): ReserveRoom {
  const { dataSource, grant, holdSeconds } = dependencies;
  return async (request) => {
    const now = new Date();
    try {
      checkMoveInDate(request.moveInDate, now);
    } catch (tooLate) {
      return await repeatOr(dataSource, request, tooLate);
    }
    const outcome = await grant(request.roomId, {
      tenantId: request.tenantId,
      idempotencyKey: request.idempotencyKey,
      moveInDate: request.moveInDate,
      holdExpiresAt: new Date(now.getTime() + holdSeconds * 1_000),
      traceparent: currentContext()?.traceparent ?? null,
    });
    return reservationFrom(outcome, request);
  };
}

function reservationFrom(
  outcome: Outcome,
  request: ReservationRequest,
): Reservation {
  switch (outcome.kind) {
    case "granted":
      return { booking: outcome.booking, isNew: true };
    case "repeated":
      if (outcome.requestHash !== requestHashOf(request))
        throw refusal("IDEMPOTENCY.KEY_REUSED");
      return { booking: outcome.booking, isNew: false };
    case "sold-out":
      throw refusal("BOOKING.SOLD_OUT");
    case "not-bookable":
      throw refusal("BOOKING.ROOM_NOT_BOOKABLE");
    case "not-found":
      throw refusal("BOOKING.ROOM_NOT_FOUND");
  }
}

/** A day that was good when the key was first used may have passed when it is used again. */
async function repeatOr(
  dataSource: DataSource,
  request: ReservationRequest,
  refused: unknown,
): Promise<Reservation> {
  const { tenantId, idempotencyKey } = request;
  const earlier = await findByIdempotencyKey(
    dataSource.manager,
    tenantId,
    idempotencyKey,
  );
  if (!earlier) throw refused;
  const { requestHash, ...booking } = earlier;
  return reservationFrom({ kind: "repeated", booking, requestHash }, request);
}
