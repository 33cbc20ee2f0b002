import {
  currency,
  furnishing,
  instant,
  line,
  paise,
  propertyStatus,
  propertyType,
  prose,
  uuid,
} from "@rentezy/contracts";
import { z } from "zod";

/** Rent and deposit are paid together when booking; the sum has to stay a valid amount. */
const price = paise.max(500_000_000);

/** Stored ids are lower case, and some are compared in memory. */
const id = uuid.toLowerCase();

export const propertyPath = z.object({ propertyId: id });
export const roomPath = z.object({ propertyId: id, roomId: id });

const details = z.strictObject({
  title: line(150),
  description: prose(5_000),
  city: line(100),
  locality: line(100),
  address: line(300),
  location: z.strictObject({
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
  }),
  propertyType,
  furnishing,
  bedrooms: z.int().min(0).max(50),
  amenities: z.array(line(60)).max(50),
});

const NOTHING_NAMED = { error: "must name at least one field to change" };
const namesSomething = (patch: object) => Object.keys(patch).length > 0;

export const propertyBody = details.extend({
  description: details.shape.description.default(""),
  amenities: details.shape.amenities.default([]),
});

export const propertyPatch = details
  .partial()
  .refine(namesSomething, NOTHING_NAMED);

export const roomBody = z.strictObject({
  name: line(100),
  rentPaise: price.min(1),
  depositPaise: price,
  quantity: z.int().min(1).max(10_000),
});

/** A quantity of 0 takes a kind of room out of the offer. */
export const roomPatch = roomBody
  .extend({ quantity: z.int().min(0).max(10_000) })
  .partial()
  .refine(namesSomething, NOTHING_NAMED);

const listedRoom = z.object({
  id: uuid,
  propertyId: uuid,
  name: z.string(),
  rentPaise: paise,
  depositPaise: paise,
  currency,
  quantity: z.int(),
});

/** A room as its landlord sees it. */
export const roomView = listedRoom.extend({
  quantityRefusal: z
    .object({ requestedQuantity: z.int(), at: instant })
    .nullable(),
});

/** A property as anyone sees it. */
export const listingView = z.object({
  id: uuid,
  landlordId: uuid,
  title: z.string(),
  description: z.string(),
  city: z.string(),
  locality: z.string(),
  address: z.string(),
  location: z.object({ lat: z.number(), lon: z.number() }),
  propertyType,
  furnishing,
  bedrooms: z.int(),
  amenities: z.array(z.string()),
  rooms: z.array(listedRoom),
  publishedAt: instant.nullable(),
});

/** A property as its landlord sees it. */
export const propertyView = listingView.extend({
  version: z.int(),
  status: propertyStatus,
  rooms: z.array(roomView),
  createdAt: instant,
  updatedAt: instant,
});
