import type { Caller } from "@rentezy/contracts";
import type { Property } from "../domain/property.js";
import { requireOwner } from "./ownership.js";
import type { World } from "./properties.js";

/**
 * Changes a property in the name of a caller who may.
 *
 * @throws DomainError `PROPERTY.NOT_FOUND`, `ACCESS.DENIED`, and what `change` throws.
 */
export function changeByOwner(
  { properties, now }: World,
  who: { readonly caller: Caller; readonly propertyId: string },
  change: (property: Property, now: Date) => Property,
): Promise<Property> {
  return properties.change(who.propertyId, (property) => {
    requireOwner(who.caller, property);
    return change(property, now());
  });
}
