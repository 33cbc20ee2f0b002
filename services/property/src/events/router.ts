import { subscription, type SubscriptionOptions } from "@rentezy/dapr";
import { Router } from "express";
import type { World } from "../use-cases/properties.js";
import { onRoomQuantityRefused } from "./on-room-quantity-refused.js";

/** Every subscription of the service, by topic. */
export function deliveries(
  world: World,
  options: Omit<SubscriptionOptions, "handlers">,
): Router {
  const router = Router();
  router.post(
    "/bookings",
    subscription({ ...options, handlers: onRoomQuantityRefused(world) }),
  );
  return router;
}
