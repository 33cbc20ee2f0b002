import { z } from "zod";
import { bodyOf } from "./edge.js";
import type { CallEdge } from "./edge.js";

/** What a landlord tells of a property. */
export interface NewProperty {
  readonly title: string;
  readonly description: string;
  readonly city: string;
  readonly locality: string;
  readonly address: string;
  readonly location: { readonly lat: number; readonly lon: number };
  readonly propertyType: "apartment" | "house" | "villa" | "pg" | "studio";
  readonly furnishing: "unfurnished" | "semi-furnished" | "furnished";
  readonly bedrooms: number;
  readonly amenities: readonly string[];
}

export interface NewRoom {
  readonly name: string;
  readonly rentPaise: number;
  readonly depositPaise: number;
  readonly quantity: number;
}

const created = z.object({ property: z.object({ id: z.uuid() }) });
const roomAdded = z.object({ room: z.object({ id: z.uuid() }) });
const published = z.object({ property: z.object({ status: z.string() }) });
const stock = z.object({
  initialQuantity: z.int(),
  availableQuantity: z.int(),
});
export type Stock = z.infer<typeof stock>;

const ownProperty = z.object({
  id: z.uuid(),
  title: z.string(),
  status: z.string(),
  rooms: z.array(z.object({ name: z.string() })),
});
/** A property as its landlord finds it again. */
export type OwnProperty = z.infer<typeof ownProperty>;

const ownPage = z.object({
  items: z.array(ownProperty),
  nextCursor: z.uuid().nullable(),
});

const PROPERTIES = "/api/property/properties";

/** Describes a property, which stays a draft; its id. */
export async function describeProperty(
  call: CallEdge,
  token: string,
  body: NewProperty,
): Promise<string> {
  const answer = await call(PROPERTIES, { method: "POST", token, body });
  return bodyOf(PROPERTIES, answer, 201, created).property.id;
}

/** Describes a property of which only the title matters; its id. */
export function createProperty(
  call: CallEdge,
  token: string,
  title: string,
): Promise<string> {
  return describeProperty(call, token, {
    title,
    description: "Quiet and sunny, ten minutes from the metro.",
    city: "Bengaluru",
    locality: "Ulsoor",
    address: "1 Lake Road",
    location: { lat: 12.98, lon: 77.62 },
    propertyType: "apartment",
    furnishing: "furnished",
    bedrooms: 2,
    amenities: ["lift", "wifi"],
  });
}

/** All that a landlord has, drafts included, newest first. */
export async function listOwnProperties(
  call: CallEdge,
  token: string,
): Promise<OwnProperty[]> {
  const found: OwnProperty[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? "" : `&cursor=${cursor}`;
    const path = `${PROPERTIES}?limit=100${after}`;
    const page = bodyOf(path, await call(path, { token }), 200, ownPage);
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

/** Offers one more kind of room; its id. */
export async function addRoom(
  call: CallEdge,
  token: string,
  propertyId: string,
  body: NewRoom,
): Promise<string> {
  const path = `${PROPERTIES}/${propertyId}/rooms`;
  const answer = await call(path, { method: "POST", token, body });
  return bodyOf(path, answer, 201, roomAdded).room.id;
}

export async function publish(
  call: CallEdge,
  token: string,
  propertyId: string,
): Promise<void> {
  const path = `${PROPERTIES}/${propertyId}/publish`;
  bodyOf(path, await call(path, { method: "POST", token }), 200, published);
}

/** The stock of a room; undefined until booking has heard of it. */
export async function readStock(
  call: CallEdge,
  roomId: string,
): Promise<Stock | undefined> {
  const path = `/api/public/booking/rooms/${roomId}/availability`;
  const answer = await call(path);
  return answer.status === 404 ? undefined : bodyOf(path, answer, 200, stock);
}
