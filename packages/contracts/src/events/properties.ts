import { z } from "zod";
import { paise, uuid } from "../values.js";

export const propertyType = z.enum([
  "apartment",
  "house",
  "villa",
  "pg",
  "studio",
]);
export const furnishing = z.enum([
  "unfurnished",
  "semi-furnished",
  "furnished",
]);
export const propertyStatus = z.enum([
  "draft",
  "published",
  "unpublished",
  "deleted",
]);

/** A kind of room that a property offers; `quantity` of them exist. Money in paise per month. */
export const roomSnapshot = z.object({
  roomId: uuid,
  name: z.string(),
  rentPaise: paise,
  depositPaise: paise,
  quantity: z.int().min(0),
});

/**
 * A property with all its rooms as it stands after a change. `version` grows by one with each
 * change: a consumer ignores a snapshot that is not newer than the one it holds, so that replays
 * and disorder change nothing.
 */
export const propertySnapshot = z.object({
  propertyId: uuid,
  landlordId: uuid,
  version: z.int().min(1),
  status: propertyStatus,
  title: z.string(),
  description: z.string(),
  city: z.string(),
  locality: z.string(),
  address: z.string(),
  location: z.object({ lat: z.number(), lon: z.number() }),
  propertyType,
  furnishing,
  bedrooms: z.int().min(0),
  amenities: z.array(z.string()),
  rooms: z.array(roomSnapshot),
});
export type PropertySnapshot = z.infer<typeof propertySnapshot>;
export type RoomSnapshot = z.infer<typeof roomSnapshot>;

export const propertyEvents = {
  "property.published.v1": propertySnapshot,
  "property.updated.v1": propertySnapshot,
  "property.unpublished.v1": propertySnapshot,
  "property.deleted.v1": propertySnapshot,
} as const;
