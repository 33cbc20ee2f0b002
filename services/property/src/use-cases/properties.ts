import type { Event } from "@rentezy/contracts";
import type { Property } from "../domain/property.js";

/** Part of a list, newest first: up to `limit` items from after the one named by `cursor`. */
export interface Slice {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Where properties are kept. A deleted property is not found, as if it never was. */
export interface Properties {
  /** Keeps a new property. */
  readonly add: (property: Property) => Promise<void>;
  /** @throws DomainError `PROPERTY.NOT_FOUND`. */
  readonly get: (propertyId: string) => Promise<Property>;
  /**
   * Applies one change at a time to a property and announces it in the same transaction, so that
   * its events leave in the order of its versions. A change that returns the property as it was
   * leaves no trace.
   *
   * @throws DomainError `PROPERTY.NOT_FOUND`, and what `change` throws: nothing is then changed.
   */
  readonly change: (
    propertyId: string,
    change: (property: Property) => Property,
  ) => Promise<Property>;
  /** The same, once for an event however often it is delivered. */
  readonly changeOnce: (
    event: Pick<Event<unknown>, "id" | "type">,
    propertyId: string,
    change: (property: Property) => Property,
  ) => Promise<void>;
  /** All of a landlord's properties. */
  readonly listOf: (
    landlordId: string,
    slice: Slice,
  ) => Promise<readonly Property[]>;
  /** Published properties, of one city when it is given (in any case of letters). */
  readonly listPublished: (
    slice: Slice & { readonly city?: string | undefined },
  ) => Promise<readonly Property[]>;
}

/** What the stories of this service need of the world. */
export interface World {
  readonly properties: Properties;
  readonly now: () => Date;
  /** UUIDv7: later ids sort after earlier ones, which the order of lists relies on. */
  readonly newId: () => string;
}
