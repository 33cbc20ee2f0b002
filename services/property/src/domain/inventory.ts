import { DomainError } from "@rentezy/contracts";
import { changed, type Property } from "./property.js";
import type { Room, RoomPatch, RoomTerms } from "./room.js";

/** The whole property travels in each of its events; this keeps one well under a broker's limit. */
const MAX_ROOMS = 100;

/**
 * The property's room of this id.
 *
 * @throws DomainError `ROOM.NOT_FOUND`.
 */
export function roomOf(property: Property, roomId: string): Room {
  const room = property.rooms.find(({ id }) => id === roomId);
  if (!room) {
    throw new DomainError("ROOM.NOT_FOUND", "The property has no such room.");
  }
  return room;
}

/**
 * Adds a kind of room.
 *
 * @throws DomainError `PROPERTY.TOO_MANY_ROOMS`.
 */
export function addRoom(
  property: Property,
  room: RoomTerms & { readonly id: string },
  now: Date,
): Property {
  if (property.rooms.length >= MAX_ROOMS) {
    throw new DomainError(
      "PROPERTY.TOO_MANY_ROOMS",
      `A property offers at most ${MAX_ROOMS} kinds of rooms.`,
    );
  }
  const added: Room = { ...room, quantityRefusal: null };
  return changed(property, { rooms: [...property.rooms, added] }, now);
}

/**
 * Replaces the terms of a room that are named.
 *
 * @throws DomainError `ROOM.NOT_FOUND`.
 */
export function changeRoom(
  property: Property,
  change: { readonly roomId: string; readonly patch: RoomPatch },
  now: Date,
): Property {
  const room = roomOf(property, change.roomId);
  const { patch } = change;
  return withRoom(
    property,
    {
      ...room,
      name: patch.name ?? room.name,
      rentPaise: patch.rentPaise ?? room.rentPaise,
      depositPaise: patch.depositPaise ?? room.depositPaise,
      quantity: patch.quantity ?? room.quantity,
      quantityRefusal:
        patch.quantity === undefined ? room.quantityRefusal : null,
    },
    now,
  );
}

/**
 * Puts a refused quantity back to what it was. A refusal that comes after the landlord has moved
 * on (another quantity, the property gone) is about the past and changes nothing. So does one of an
 * earlier version: booking hears of each version and refuses again what it still cannot do.
 *
 * @throws DomainError `ROOM.NOT_FOUND`.
 */
export function restoreQuantity(
  property: Property,
  refusal: {
    readonly roomId: string;
    readonly requestedQuantity: number;
    readonly currentQuantity: number;
    /** The version that asked for it; unknown of refusals of before it was told. */
    readonly propertyVersion?: number | undefined;
  },
  now: Date,
): Property {
  const { roomId, requestedQuantity, currentQuantity } = refusal;
  const { propertyVersion = property.version } = refusal;
  const room = roomOf(property, roomId);
  const isStale =
    property.status === "deleted" ||
    propertyVersion < property.version ||
    room.quantity !== requestedQuantity ||
    requestedQuantity === currentQuantity;
  if (isStale) return property;
  return withRoom(
    property,
    {
      ...room,
      quantity: currentQuantity,
      quantityRefusal: { requestedQuantity, at: now },
    },
    now,
  );
}

function withRoom(property: Property, room: Room, now: Date): Property {
  const rooms = property.rooms.map((each) =>
    each.id === room.id ? room : each,
  );
  return changed(property, { rooms }, now);
}
