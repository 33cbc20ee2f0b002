import type { CancellationReason, EventType } from "@rentezy/contracts";

/**
 * The life of a booking. `reserved` and `expiring` hold a room, `booked` has it for good;
 * `refunding` and `refunded` are for money that came after the room was given back.
 */
export type BookingStatus =
  "reserved" | "expiring" | "booked" | "cancelled" | "refunding" | "refunded";

/** A booking as it stands. Money in paise. */
export interface Booking {
  readonly id: string;
  readonly roomId: string;
  readonly propertyId: string;
  readonly landlordId: string;
  readonly tenantId: string;
  readonly status: BookingStatus;
  readonly amountPaise: number;
  /** Calendar day, `YYYY-MM-DD`. */
  readonly moveInDate: string;
  readonly holdExpiresAt: Date;
  /** Why the hold is being ended, or was. */
  readonly cancellationReason: CancellationReason | null;
  readonly checkoutUrl: string | null;
  readonly checkoutExpiresAt: Date | null;
  readonly createdAt: Date;
}

/** Something that has happened to a booking, from whichever side it was heard. */
export type Fact =
  | { readonly kind: "hold-ended" }
  | { readonly kind: "tenant-cancelled" }
  | { readonly kind: "checkout-expired" }
  | { readonly kind: "payment-failed" }
  /** `roomTaken`: for a payment that came after the room was given back, whether one was left to take. */
  | { readonly kind: "paid"; readonly roomTaken: boolean }
  | { readonly kind: "refunded" };

/** What a fact changes: the new status, what becomes of the held room, what the world is told. */
export interface Transition {
  readonly status: BookingStatus;
  readonly reason?: CancellationReason;
  readonly givesRoomBack: boolean;
  readonly tells?: Exclude<
    Extract<EventType, `booking.${string}`>,
    "booking.reserved.v1"
  >;
}

const holdsRoom = (status: BookingStatus) =>
  status === "reserved" || status === "expiring";

/** Statuses that nothing but late money changes any more. */
export const isSettled = (status: BookingStatus) => !holdsRoom(status);

/**
 * The state machine. Returns undefined when the fact changes nothing, which makes every fact safe
 * to hear twice and in any order: an expired hold of a booked booking, a second webhook, a
 * compensation that was done already.
 */
export function transition(
  booking: Pick<Booking, "status" | "cancellationReason">,
  fact: Fact,
): Transition | undefined {
  switch (fact.kind) {
    case "hold-ended":
      return endHold(booking.status, "hold_expired");
    case "tenant-cancelled":
      return endHold(booking.status, "tenant");
    case "checkout-expired":
      return release(
        booking.status,
        booking.cancellationReason ?? "checkout_expired",
      );
    case "payment-failed":
      return release(booking.status, "payment_failed");
    case "paid":
      return pay(booking.status, fact.roomTaken);
    case "refunded":
      return booking.status === "refunding"
        ? {
            status: "refunded",
            givesRoomBack: false,
            tells: "booking.refunded.v1",
          }
        : undefined;
  }
}

/** The hold is over, but money may be on its way: the room stays held until Stripe has spoken. */
function endHold(
  status: BookingStatus,
  reason: CancellationReason,
): Transition | undefined {
  return status === "reserved"
    ? { status: "expiring", reason, givesRoomBack: false }
    : undefined;
}

function release(
  status: BookingStatus,
  reason: CancellationReason,
): Transition | undefined {
  return holdsRoom(status)
    ? {
        status: "cancelled",
        reason,
        givesRoomBack: true,
        tells: "booking.cancelled.v1",
      }
    : undefined;
}

function pay(
  status: BookingStatus,
  roomTaken: boolean,
): Transition | undefined {
  if (holdsRoom(status) || (status === "cancelled" && roomTaken)) {
    return {
      status: "booked",
      givesRoomBack: false,
      tells: "booking.confirmed.v1",
    };
  }
  return status === "cancelled"
    ? {
        status: "refunding",
        givesRoomBack: false,
        tells: "booking.refunding.v1",
      }
    : undefined;
}
