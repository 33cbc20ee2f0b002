import type { Caller } from "@rentezy/contracts";
import { amend, type DetailsPatch, type Property } from "../domain/property.js";
import { changeByOwner } from "./change-by-owner.js";
import type { World } from "./properties.js";

/** A landlord corrects what is told of a property. */
export const amendProperty =
  (world: World) =>
  (
    caller: Caller,
    propertyId: string,
    patch: DetailsPatch,
  ): Promise<Property> =>
    changeByOwner(world, { caller, propertyId }, (property, now) =>
      amend(property, patch, now),
    );
