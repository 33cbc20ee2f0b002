import type { Caller } from "@rentezy/contracts";
import { remove, type Property } from "../domain/property.js";
import { changeByOwner } from "./change-by-owner.js";
import type { World } from "./properties.js";

/** A landlord ends a property for good. */
export const deleteProperty =
  (world: World) =>
  (caller: Caller, propertyId: string): Promise<Property> =>
    changeByOwner(world, { caller, propertyId }, remove);
