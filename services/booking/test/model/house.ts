/**
 * One kind of room and its bookings, in memory. It does with the domain's verdicts what the service
 * does with them under its locks, so that properties can try far more stories than an engine could.
 */
import {
  transition,
  type Booking,
  type BookingStatus,
  type Fact,
  type Transition,
} from "../../src/domain/booking.js";
import { withQuantity, type Stock } from "../../src/domain/inventory.js";
import type { HeardFact } from "../../src/use-cases/record-fact.js";

export interface Stay {
  status: BookingStatus;
  cancellationReason: Booking["cancellationReason"];
  /** Every status it was in, the present one last. */
  readonly history: BookingStatus[];
  /** What the world was told of it. */
  readonly told: NonNullable<Transition["tells"]>[];
}

export interface House {
  stock: Stock;
  readonly stays: Stay[];
}

export const houseOf = (quantity: number): House => ({
  stock: { initialQuantity: quantity, availableQuantity: quantity },
  stays: [],
});

function move(house: House, by: number): void {
  const { initialQuantity, availableQuantity } = house.stock;
  house.stock = { initialQuantity, availableQuantity: availableQuantity + by };
}

/** Takes a room for a new booking; false when none is left. */
export function reserve(house: House): boolean {
  if (house.stock.availableQuantity === 0) return false;
  move(house, -1);
  house.stays.push({
    status: "reserved",
    cancellationReason: null,
    history: ["reserved"],
    told: [],
  });
  return true;
}

/** The landlord wants to offer another number of rooms; what cannot be changes nothing. */
export function changeQuantity(house: House, quantity: number): void {
  house.stock = withQuantity(house.stock, quantity) ?? house.stock;
}

/** Lets a booking hear a fact; late money looks for a room at that moment, as under the row's lock. */
export function hear(house: House, stay: Stay, heard: HeardFact): void {
  const fact = completed(house, stay, heard);
  const change = transition(stay, fact);
  if (!change) return;
  if (change.givesRoomBack) move(house, 1);
  stay.status = change.status;
  stay.cancellationReason = change.reason ?? stay.cancellationReason;
  stay.history.push(change.status);
  if (change.tells !== undefined) stay.told.push(change.tells);
}

function completed(house: House, stay: Stay, heard: HeardFact): Fact {
  if (heard.kind !== "paid") return heard;
  const roomTaken =
    stay.status === "cancelled" && house.stock.availableQuantity > 0;
  if (roomTaken) move(house, -1);
  return { kind: "paid", roomTaken };
}
