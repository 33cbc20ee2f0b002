import { EntitySchema } from "typeorm";
import type { Details, Property } from "../domain/property.js";

/** A row of the table `property`. */
export interface PropertyRow extends Omit<Details, "location"> {
  readonly id: string;
  readonly landlordId: string;
  readonly version: number;
  readonly status: Property["status"];
  readonly latitude: number;
  readonly longitude: number;
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A row of the table `room`. */
export interface RoomRow {
  readonly id: string;
  readonly propertyId: string;
  readonly name: string;
  readonly rentPaise: number;
  readonly depositPaise: number;
  readonly quantity: number;
  readonly refusedQuantity: number | null;
  readonly refusedAt: Date | null;
}

export const propertyEntity = new EntitySchema<PropertyRow>({
  name: "property",
  columns: {
    id: { type: "uuid", primary: true },
    landlordId: { type: "uuid", name: "landlord_id" },
    version: { type: "int" },
    status: { type: "text" },
    title: { type: "text" },
    description: { type: "text" },
    city: { type: "text" },
    locality: { type: "text" },
    address: { type: "text" },
    latitude: { type: "float8" },
    longitude: { type: "float8" },
    propertyType: { type: "text", name: "property_type" },
    furnishing: { type: "text" },
    bedrooms: { type: "int" },
    amenities: { type: "text", array: true },
    publishedAt: { type: "timestamptz", name: "published_at", nullable: true },
    createdAt: { type: "timestamptz", name: "created_at" },
    updatedAt: { type: "timestamptz", name: "updated_at" },
  },
});

export const roomEntity = new EntitySchema<RoomRow>({
  name: "room",
  columns: {
    id: { type: "uuid", primary: true },
    propertyId: { type: "uuid", name: "property_id" },
    name: { type: "text" },
    rentPaise: { type: "int", name: "rent_paise" },
    depositPaise: { type: "int", name: "deposit_paise" },
    quantity: { type: "int" },
    refusedQuantity: { type: "int", name: "refused_quantity", nullable: true },
    refusedAt: { type: "timestamptz", name: "refused_at", nullable: true },
  },
});
