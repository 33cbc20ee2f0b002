import { DomainError, type ErrorTable } from "@rentezy/contracts";

/** How each refusal of this domain is answered. */
export const bookingErrors = {
  "BOOKING.SOLD_OUT": { status: 409, title: "No room is left" },
  "BOOKING.ROOM_NOT_FOUND": { status: 404, title: "There is no such room" },
  "BOOKING.ROOM_NOT_BOOKABLE": {
    status: 409,
    title: "The room is not offered now",
  },
  "BOOKING.MOVE_IN_IN_PAST": {
    status: 422,
    title: "The move-in date has passed",
  },
  "BOOKING.MOVE_IN_TOO_FAR": {
    status: 422,
    title: "The move-in date is too far ahead",
  },
  "BOOKING.NOT_FOUND": { status: 404, title: "There is no such booking" },
  "BOOKING.NOT_CANCELLABLE": {
    status: 409,
    title: "The booking can no longer be cancelled",
  },
  "BOOKING.NOT_PAYABLE": {
    status: 409,
    title: "There is nothing to pay for this booking",
  },
  "BOOKING.BUSY": { status: 503, title: "Too many are asking at once" },
  "IDEMPOTENCY.KEY_REUSED": {
    status: 422,
    title: "The Idempotency-Key belongs to another request",
  },
} as const satisfies ErrorTable;

type BookingErrorCode = keyof typeof bookingErrors;

const details: Readonly<Record<BookingErrorCode, string>> = {
  "BOOKING.SOLD_OUT":
    "Every room of this kind is held or booked. One may come back when a hold ends.",
  "BOOKING.ROOM_NOT_FOUND":
    "No room has this id, or its property was never published.",
  "BOOKING.ROOM_NOT_BOOKABLE": "The property of this room is not published.",
  "BOOKING.MOVE_IN_IN_PAST": "Choose today or a later day.",
  "BOOKING.MOVE_IN_TOO_FAR": "Choose a day within the coming two years.",
  "BOOKING.NOT_FOUND": "No booking of yours has this id.",
  "BOOKING.NOT_CANCELLABLE":
    "Only a booking that is not paid yet can be cancelled.",
  "BOOKING.NOT_PAYABLE": "Only a reserved booking has a checkout.",
  "BOOKING.BUSY": "Send the same request with the same key again in a moment.",
  "IDEMPOTENCY.KEY_REUSED": "Send a new UUID for a new request.",
};

/** Groups are granted in milliseconds: by then there is room in the queue. */
const BUSY_RETRY_SECONDS = 1;

/** A refusal of the booking domain. */
export function refusal(code: BookingErrorCode): DomainError {
  const retryAfterSeconds =
    code === "BOOKING.BUSY" ? BUSY_RETRY_SECONDS : undefined;
  return new DomainError(code, details[code], retryAfterSeconds);
}
