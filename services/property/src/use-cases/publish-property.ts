import type { Caller } from "@rentezy/contracts";
import { publish, unpublish, type Property } from "../domain/property.js";
import { changeByOwner } from "./change-by-owner.js";
import type { World } from "./properties.js";

/** A landlord offers a property to tenants. */
export const publishProperty =
  (world: World) =>
  (caller: Caller, propertyId: string): Promise<Property> =>
    changeByOwner(world, { caller, propertyId }, publish);

/** A landlord takes a property back from tenants' view. */
export const unpublishProperty =
  (world: World) =>
  (caller: Caller, propertyId: string): Promise<Property> =>
    changeByOwner(world, { caller, propertyId }, unpublish);
