import type { z } from "zod";
import type { Property } from "../domain/property.js";
import type { Room } from "../domain/room.js";
import type { propertyView, roomView } from "./schemas.js";

/** A room as its landlord sees it; the schema of an answer leaves out what is not for its reader. */
export function viewRoom(
  propertyId: string,
  { quantityRefusal, ...room }: Room,
): z.infer<typeof roomView> {
  return {
    ...room,
    propertyId,
    currency: "INR",
    quantityRefusal: quantityRefusal && {
      requestedQuantity: quantityRefusal.requestedQuantity,
      at: quantityRefusal.at.toISOString(),
    },
  };
}

/** A property as its landlord sees it; of a listing, its schema leaves the rest out. */
export function viewProperty(property: Property): z.infer<typeof propertyView> {
  const { details, rooms, publishedAt, createdAt, updatedAt, ...rest } =
    property;
  return {
    ...rest,
    ...details,
    rooms: rooms.map((room) => viewRoom(property.id, room)),
    publishedAt: publishedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
