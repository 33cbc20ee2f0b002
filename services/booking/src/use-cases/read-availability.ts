import type { DataSource } from "@rentezy/database";
import { refusal } from "../domain/errors.js";
import type { Stock } from "../domain/inventory.js";
import { findRoom } from "../persistence/inventory.js";

/** @throws DomainError `BOOKING.ROOM_NOT_FOUND`, also while the property is not published. */
export type ReadAvailability = (
  roomId: string,
) => Promise<Stock & { readonly roomId: string }>;

export const createReadAvailability =
  (dataSource: DataSource): ReadAvailability =>
  async (roomId) => {
    const room = await findRoom(dataSource.manager, roomId);
    if (!room?.bookable) throw refusal("BOOKING.ROOM_NOT_FOUND");
    const { initialQuantity, availableQuantity } = room;
    return { roomId, initialQuantity, availableQuantity };
  };
