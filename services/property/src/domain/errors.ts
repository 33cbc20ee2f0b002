import { DomainError, type ErrorTable } from "@rentezy/contracts";

/** How the refusals of this service are answered. */
export const propertyErrors = {
  "PROPERTY.NOT_FOUND": { status: 404, title: "There is no such property" },
  "PROPERTY.NO_ROOMS": { status: 409, title: "The property has no rooms" },
  "PROPERTY.TOO_MANY_ROOMS": {
    status: 409,
    title: "The property has as many rooms as it can",
  },
  "ROOM.NOT_FOUND": { status: 404, title: "There is no such room" },
} as const satisfies ErrorTable;

/** Says the same whether the property never was, is gone, or is another's draft. */
export function propertyNotFound(): DomainError {
  return new DomainError("PROPERTY.NOT_FOUND", "There is no such property.");
}
