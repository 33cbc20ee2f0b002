import type { Caller } from "@rentezy/contracts";
import { addRoom as addTo, roomOf } from "../domain/inventory.js";
import type { Room, RoomTerms } from "../domain/room.js";
import { changeByOwner } from "./change-by-owner.js";
import type { World } from "./properties.js";

/** A landlord offers one more kind of room in a property. */
export const addRoom =
  (world: World) =>
  async (
    caller: Caller,
    propertyId: string,
    terms: RoomTerms,
  ): Promise<Room> => {
    const id = world.newId();
    const property = await changeByOwner(
      world,
      { caller, propertyId },
      (before, now) => addTo(before, { id, ...terms }, now),
    );
    return roomOf(property, id);
  };
