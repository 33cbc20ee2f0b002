import type { Handlers } from "@rentezy/dapr";
import type { World } from "../use-cases/properties.js";
import { restoreRefusedQuantity } from "../use-cases/restore-refused-quantity.js";

/** Booking could not go along with a lower quantity. */
export const onRoomQuantityRefused = (world: World) =>
  ({
    "room.quantity_refused.v1": restoreRefusedQuantity(world),
  }) satisfies Handlers;
