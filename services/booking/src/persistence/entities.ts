import { bigintAsNumber } from "@rentezy/database";
import { EntitySchema } from "typeorm";
import type { Booking } from "../domain/booking.js";
import type { Stock } from "../domain/inventory.js";

/** A booking's row: the booking, and what tells a repeated request from a new one. */
export interface BookingRow extends Booking {
  readonly idempotencyKey: string;
  readonly requestHash: string;
  /** When a fact last changed it; written by updates, read by metrics. */
  readonly updatedAt?: Date;
}

export const BookingEntity = new EntitySchema<BookingRow>({
  name: "booking",
  columns: {
    id: { type: "uuid", primary: true },
    roomId: { type: "uuid", name: "room_id" },
    propertyId: { type: "uuid", name: "property_id" },
    landlordId: { type: "uuid", name: "landlord_id" },
    tenantId: { type: "uuid", name: "tenant_id" },
    idempotencyKey: { type: "uuid", name: "idempotency_key" },
    requestHash: { type: "text", name: "request_hash" },
    status: { type: "text" },
    amountPaise: {
      type: "bigint",
      name: "amount_paise",
      transformer: bigintAsNumber,
    },
    moveInDate: { type: "date", name: "move_in_date" },
    holdExpiresAt: { type: "timestamptz", name: "hold_expires_at" },
    cancellationReason: {
      type: "text",
      name: "cancellation_reason",
      nullable: true,
    },
    checkoutUrl: { type: "text", name: "checkout_url", nullable: true },
    checkoutExpiresAt: {
      type: "timestamptz",
      name: "checkout_expires_at",
      nullable: true,
    },
    createdAt: { type: "timestamptz", name: "created_at" },
    updatedAt: {
      type: "timestamptz",
      name: "updated_at",
      updateDate: true,
      select: false,
    },
  },
});

/** The stock of a room as property's events told it, less what is held and booked here. */
export interface RoomInventory extends Stock {
  readonly roomId: string;
  readonly propertyId: string;
  readonly landlordId: string;
  readonly amountPaise: number;
  /** False while the property is not published. */
  readonly bookable: boolean;
  /** The property's version that this row has seen. */
  readonly propertyVersion: number;
}

export const RoomInventoryEntity = new EntitySchema<RoomInventory>({
  name: "room_inventory",
  columns: {
    roomId: { type: "uuid", primary: true, name: "room_id" },
    propertyId: { type: "uuid", name: "property_id" },
    landlordId: { type: "uuid", name: "landlord_id" },
    amountPaise: {
      type: "bigint",
      name: "amount_paise",
      transformer: bigintAsNumber,
    },
    initialQuantity: { type: "int", name: "initial_quantity" },
    availableQuantity: { type: "int", name: "available_quantity" },
    bookable: { type: "boolean" },
    propertyVersion: { type: "int", name: "property_version" },
  },
});
