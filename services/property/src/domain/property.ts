import {
  DomainError,
  type EventType,
  type PropertySnapshot,
} from "@rentezy/contracts";
import type { Room } from "./room.js";

/** What a landlord tells of a property. */
export type Details = Readonly<
  Omit<
    PropertySnapshot,
    "propertyId" | "landlordId" | "version" | "status" | "rooms"
  >
>;

/** New values for some of the details; the rest stay. */
export type DetailsPatch = {
  readonly [Field in keyof Details]?: Details[Field] | undefined;
};

/** A landlord's property with the kinds of rooms it offers, oldest first. */
export interface Property {
  readonly id: string;
  readonly landlordId: string;
  /** Grows by one with each change, drafts included. */
  readonly version: number;
  readonly status: PropertySnapshot["status"];
  readonly details: Details;
  readonly rooms: readonly Room[];
  /** When it was published for the first time; from then on its changes are announced. */
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The property as it is after a change: one version later. */
export function changed(
  property: Property,
  change: Partial<Pick<Property, "status" | "details" | "rooms">> & {
    readonly publishedAt?: Date;
  },
  now: Date,
): Property {
  return {
    ...property,
    ...change,
    version: property.version + 1,
    updatedAt: now,
  };
}

/** A new property, which nobody but its landlord sees until it is published. */
export function draftProperty(
  fields: Pick<Property, "id" | "landlordId" | "details">,
  now: Date,
): Property {
  return {
    ...fields,
    version: 1,
    status: "draft",
    rooms: [],
    publishedAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

/** Replaces the details that are named. */
export function amend(
  property: Property,
  patch: DetailsPatch,
  now: Date,
): Property {
  const given = Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as Partial<Details>;
  return changed(property, { details: { ...property.details, ...given } }, now);
}

/**
 * Offers the property to tenants. A published one stays as it is.
 *
 * @throws DomainError `PROPERTY.NO_ROOMS`.
 */
export function publish(property: Property, now: Date): Property {
  if (property.status === "published") return property;
  if (property.rooms.length === 0) {
    throw new DomainError(
      "PROPERTY.NO_ROOMS",
      "Add at least one room before publishing.",
    );
  }
  return changed(
    property,
    { status: "published", publishedAt: property.publishedAt ?? now },
    now,
  );
}

/** Takes the property back from tenants' view. One that is not published stays as it is. */
export function unpublish(property: Property, now: Date): Property {
  if (property.status !== "published") return property;
  return changed(property, { status: "unpublished" }, now);
}

/** Ends the property for good; its record stays for what refers to it. */
export function remove(property: Property, now: Date): Property {
  return changed(property, { status: "deleted" }, now);
}

/**
 * The event that tells others of a change, if they are to hear of it: drafts are nobody's business
 * until they are first published.
 */
export function announcementOf(
  before: Property,
  after: Property,
): (EventType & `property.${string}`) | undefined {
  if (after.publishedAt === null) return undefined;
  if (before.status === after.status) return "property.updated.v1";
  switch (after.status) {
    case "published":
      return "property.published.v1";
    case "unpublished":
      return "property.unpublished.v1";
    case "deleted":
      return "property.deleted.v1";
    case "draft":
      return undefined;
  }
}

/** The property as its events carry it. */
export function snapshotOf(property: Property): PropertySnapshot {
  const { id, landlordId, version, status, details, rooms } = property;
  return {
    propertyId: id,
    landlordId,
    version,
    status,
    ...details,
    rooms: rooms.map((room) => ({
      roomId: room.id,
      name: room.name,
      rentPaise: room.rentPaise,
      depositPaise: room.depositPaise,
      quantity: room.quantity,
    })),
  };
}
