import type { Caller } from "@rentezy/contracts";
import {
  draftProperty,
  type Details,
  type Property,
} from "../domain/property.js";
import type { World } from "./properties.js";

/** A landlord describes a new property; it stays a draft until it is published. */
export const createProperty =
  ({ properties, now, newId }: World) =>
  async (caller: Caller, details: Details): Promise<Property> => {
    const property = draftProperty(
      { id: newId(), landlordId: caller.userId, details },
      now(),
    );
    await properties.add(property);
    return property;
  };
