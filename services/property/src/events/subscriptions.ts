import type { Subscriptions } from "@rentezy/events";
import type { World } from "../use-cases/properties.js";
import { onRoomQuantityRefused } from "./on-room-quantity-refused.js";

/** What the service hears, by topic. */
export const subscriptions = (world: World): Subscriptions => ({
  bookings: onRoomQuantityRefused(world),
});
