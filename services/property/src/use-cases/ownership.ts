import { DomainError, type Caller } from "@rentezy/contracts";
import { mayAct } from "@rentezy/identity";
import { propertyNotFound } from "../domain/errors.js";
import type { Property } from "../domain/property.js";

/**
 * Lets the owner and admins pass. To others a property that is not published does not exist.
 *
 * @throws DomainError `ACCESS.DENIED` or `PROPERTY.NOT_FOUND`.
 */
export function requireOwner(caller: Caller, property: Property): void {
  if (mayAct(caller, property.landlordId)) return;
  if (property.status !== "published") throw propertyNotFound();
  throw new DomainError(
    "ACCESS.DENIED",
    "The property belongs to another landlord.",
  );
}
