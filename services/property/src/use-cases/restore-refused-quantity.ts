import type { Event, EventData } from "@rentezy/contracts";
import { restoreQuantity } from "../domain/inventory.js";
import type { World } from "./properties.js";

/** Booking refused a quantity below what is held and booked: the room shows the real one again. */
export const restoreRefusedQuantity =
  ({ properties, now }: World) =>
  (event: Event<EventData<"room.quantity_refused.v1">>): Promise<void> =>
    properties.changeOnce(event, event.data.propertyId, (property) =>
      restoreQuantity(property, event.data, now()),
    );
