import type { Caller } from "@rentezy/contracts";
import { changeRoom as changeIn, roomOf } from "../domain/inventory.js";
import type { Room, RoomPatch } from "../domain/room.js";
import { changeByOwner } from "./change-by-owner.js";
import type { World } from "./properties.js";

/** A landlord changes a room's name, price or quantity. */
export const changeRoom =
  (world: World) =>
  async (
    caller: Caller,
    { propertyId, roomId }: { propertyId: string; roomId: string },
    patch: RoomPatch,
  ): Promise<Room> => {
    const property = await changeByOwner(
      world,
      { caller, propertyId },
      (before, now) => changeIn(before, { roomId, patch }, now),
    );
    return roomOf(property, roomId);
  };
