import type { PropertySnapshot, RoomSnapshot } from "@rentezy/contracts";
import type { EntityManager } from "@rentezy/database";
import { appendToOutbox, eventEntry } from "@rentezy/events";
import { withQuantity } from "../domain/inventory.js";
import type { RoomInventory } from "../persistence/entities.js";
import {
  insertRoom,
  lockRoomsOf,
  updateRoom,
} from "../persistence/inventory.js";

/** The first month's rent and the deposit, which together are what a booking costs. */
const amountOf = (room: RoomSnapshot) => room.rentPaise + room.depositPaise;

/**
 * Brings the stock of a property's rooms up to a snapshot of it. Snapshots that are not newer than
 * what a room has seen are ignored, so that replays and disorder change nothing.
 */
export async function followProperty(
  manager: EntityManager,
  property: PropertySnapshot,
): Promise<void> {
  const { propertyId, landlordId, version } = property;
  const bookable = property.status === "published";
  for (const room of property.rooms) {
    await insertRoom(manager, {
      roomId: room.roomId,
      propertyId,
      landlordId,
      amountPaise: amountOf(room),
      initialQuantity: room.quantity,
      availableQuantity: room.quantity,
      bookable,
      propertyVersion: version,
    });
  }
  for (const held of await lockRoomsOf(manager, propertyId)) {
    if (held.propertyVersion >= version) continue;
    const room = property.rooms.find(({ roomId }) => roomId === held.roomId);
    if (!room) {
      await updateRoom(manager, held.roomId, {
        bookable: false,
        propertyVersion: version,
      });
      continue;
    }
    await updateRoom(manager, held.roomId, {
      amountPaise: amountOf(room),
      bookable,
      propertyVersion: version,
    });
    await changeQuantity(manager, held, { quantity: room.quantity, version });
  }
}

/** Moves the stock to a new quantity, or tells the landlord that fewer cannot be. */
async function changeQuantity(
  manager: EntityManager,
  held: RoomInventory,
  {
    quantity,
    version,
  }: { readonly quantity: number; readonly version: number },
): Promise<void> {
  if (quantity === held.initialQuantity) return;
  const stock = withQuantity(held, quantity);
  if (stock) {
    await updateRoom(manager, held.roomId, stock);
    return;
  }
  await appendToOutbox(manager, [
    eventEntry("room.quantity_refused.v1", held.propertyId, {
      roomId: held.roomId,
      propertyId: held.propertyId,
      landlordId: held.landlordId,
      requestedQuantity: quantity,
      currentQuantity: held.initialQuantity,
      propertyVersion: version,
    }),
  ]);
}
