import type { Property } from "../domain/property.js";
import type { Room } from "../domain/room.js";
import type { PropertyRow, RoomRow } from "./entities.js";

/** The property that a row and its rooms' rows stand for. */
export function toProperty(
  row: PropertyRow,
  rooms: readonly RoomRow[],
): Property {
  const { id, landlordId, version, status, ...rest } = row;
  const { publishedAt, createdAt, updatedAt, ...described } = rest;
  const { latitude: lat, longitude: lon, ...details } = described;
  return {
    id,
    landlordId,
    version,
    status,
    details: { ...details, location: { lat, lon } },
    rooms: rooms.map(toRoom),
    publishedAt,
    createdAt,
    updatedAt,
  };
}

function toRoom({ refusedQuantity, refusedAt, ...row }: RoomRow): Room {
  const { id, name, rentPaise, depositPaise, quantity } = row;
  return {
    id,
    name,
    rentPaise,
    depositPaise,
    quantity,
    quantityRefusal:
      refusedQuantity === null || refusedAt === null
        ? null
        : { requestedQuantity: refusedQuantity, at: refusedAt },
  };
}

/** The row of a property, without its rooms. */
export function toPropertyRow(property: Property): PropertyRow {
  const { details, id, landlordId, version, status } = property;
  const { location, ...described } = details;
  return {
    id,
    landlordId,
    version,
    status,
    ...described,
    latitude: location.lat,
    longitude: location.lon,
    publishedAt: property.publishedAt,
    createdAt: property.createdAt,
    updatedAt: property.updatedAt,
  };
}

/** The row of a property's room. */
export function toRoomRow(propertyId: string, room: Room): RoomRow {
  const { quantityRefusal, ...terms } = room;
  return {
    ...terms,
    propertyId,
    refusedQuantity: quantityRefusal?.requestedQuantity ?? null,
    refusedAt: quantityRefusal?.at ?? null,
  };
}
