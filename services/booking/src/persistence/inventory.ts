import type { EntityManager } from "@rentezy/database";
import { RoomInventoryEntity, type RoomInventory } from "./entities.js";

/** Takes one room if one is left of a kind that is still offered; returns whether it did. */
export async function takeRoomIfLeft(
  manager: EntityManager,
  roomId: string,
): Promise<boolean> {
  const { affected } = await manager
    .createQueryBuilder()
    .update(RoomInventoryEntity)
    .set({ availableQuantity: () => "available_quantity - 1" })
    .where("room_id = :roomId AND bookable AND available_quantity > 0", {
      roomId,
    })
    .execute();
  return affected === 1;
}

/** Gives one room back. */
export async function giveRoomBack(
  manager: EntityManager,
  roomId: string,
): Promise<void> {
  await moveAvailable(manager, roomId, 1);
}

async function moveAvailable(
  manager: EntityManager,
  roomId: string,
  by: number,
): Promise<void> {
  await manager.increment(
    RoomInventoryEntity,
    { roomId },
    "availableQuantity",
    by,
  );
}

export function findRoom(
  manager: EntityManager,
  roomId: string,
): Promise<RoomInventory | null> {
  return manager.findOneBy(RoomInventoryEntity, { roomId });
}

/** Locks the stock rows of a property, in a fixed order so that two lockers cannot deadlock. */
export function lockRoomsOf(
  manager: EntityManager,
  propertyId: string,
): Promise<RoomInventory[]> {
  return manager.find(RoomInventoryEntity, {
    where: { propertyId },
    order: { roomId: "ASC" },
    lock: { mode: "pessimistic_write" },
  });
}

/** Writes a room for the first time; does nothing when it is there. */
export async function insertRoom(
  manager: EntityManager,
  room: RoomInventory,
): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(RoomInventoryEntity)
    .values(room)
    .orIgnore()
    .execute();
}

/** Changes a locked room. */
export async function updateRoom(
  manager: EntityManager,
  roomId: string,
  change: Partial<Omit<RoomInventory, "roomId">>,
): Promise<void> {
  await manager.update(RoomInventoryEntity, { roomId }, change);
}
