import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { double, lakeside } from "./lakeside.js";
import {
  haveDraft,
  haveListing,
  startService,
  type Answered,
  type Service,
  type User,
} from "./service.js";

interface Page {
  readonly items: Answered[];
  readonly nextCursor: string | null;
}

let service: Service;
let landlord: User;
beforeAll(async () => {
  service = await startService();
  landlord = service.user("landlord");
});
afterAll(() => service.close());

const page = async (query: string): Promise<Page> => {
  const reply = await service.app.call(`/public/properties?${query}`);
  expect(reply.status).toBe(200);
  return reply.json<Page>();
};

describe("anyone", () => {
  it("reads a published property with its rooms, without what is the landlord's to know", async () => {
    const { property, room } = await haveListing(landlord);
    const reply = await service.app.call(`/public/properties/${property.id}`);
    const { id, landlordId, publishedAt } = property;
    expect(reply.status).toBe(200);
    expect(reply.json()).toEqual({
      property: {
        ...lakeside,
        id,
        landlordId,
        publishedAt,
        rooms: [{ ...double, id: room.id, propertyId: id, currency: "INR" }],
      },
    });
  });

  it("finds neither drafts nor what was unpublished or deleted", async () => {
    const draft = await haveDraft(landlord);
    const unpublished = await haveListing(landlord);
    const deleted = await haveListing(landlord);
    const path = (id: string) => `/api/properties/${id}`;
    await landlord.call(`${path(unpublished.property.id)}/unpublish`, {
      method: "POST",
    });
    await landlord.call(path(deleted.property.id), { method: "DELETE" });
    const hidden = [draft.id, unpublished.property.id, deleted.property.id];
    for (const id of hidden) {
      const reply = await service.app.call(`/public/properties/${id}`);
      expect(reply.status).toBe(404);
      expect(reply.json()).toMatchObject({ code: "PROPERTY.NOT_FOUND" });
    }
    const { items } = await page("limit=100");
    expect(items.filter(({ id }) => hidden.includes(id))).toEqual([]);
  });

  it("walks through a city's listings, newest first, each once, while more are published", async () => {
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const { property } = await haveListing(landlord, { city: "Mysuru" });
      made.push(property.id);
    }
    await haveListing(landlord, { city: "Mangaluru" });
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor && `&cursor=${cursor}`;
      const { items, nextCursor } = await page(`city=mysURU&limit=2${query}`);
      expect(items.length).toBeLessThanOrEqual(2);
      seen.push(...items.map(({ id }) => id));
      cursor = nextCursor;
      await haveListing(landlord, { city: "Mysuru" });
    }
    expect(seen).toEqual(made.reverse());
  });

  it("gets an empty page of a city without listings, whatever its name looks like", async () => {
    const name = encodeURIComponent("x' OR '1'='1");
    expect(await page(`city=${name}`)).toEqual({ items: [], nextCursor: null });
  });
});
