import type { Caller } from "@rentezy/contracts";
import type { Property } from "../domain/property.js";
import { requireOwner } from "./ownership.js";
import type { Properties, Slice, World } from "./properties.js";

/** A landlord looks at one of their properties, published or not. */
export const readOwnProperty =
  ({ properties }: World) =>
  async (caller: Caller, propertyId: string): Promise<Property> => {
    const property = await properties.get(propertyId);
    requireOwner(caller, property);
    return property;
  };

/** A landlord looks through their properties. */
export const listOwnProperties =
  ({ properties }: World) =>
  (caller: Caller, slice: Slice): ReturnType<Properties["listOf"]> =>
    properties.listOf(caller.userId, slice);
