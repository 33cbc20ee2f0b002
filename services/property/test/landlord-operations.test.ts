import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { double, lakeside } from "./lakeside.js";
import {
  haveDraft,
  haveListing,
  haveRoom,
  startService,
  type Answered,
  type Service,
  type User,
} from "./service.js";

let service: Service;
let landlord: User;
beforeAll(async () => {
  service = await startService();
  landlord = service.user("landlord");
});
afterAll(() => service.close());

describe("a landlord", () => {
  it("describes a property, which is then a draft", async () => {
    const reply = await landlord.call("/api/properties", {
      method: "POST",
      body: lakeside,
    });
    expect(reply.status).toBe(201);
    expect(reply.json()).toEqual({
      property: {
        ...lakeside,
        id: expect.any(String),
        landlordId: landlord.userId,
        version: 1,
        status: "draft",
        rooms: [],
        publishedAt: null,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      },
    });
  });

  it("may leave out the description and the amenities", async () => {
    const reply = await landlord.call("/api/properties", {
      method: "POST",
      body: { ...lakeside, description: undefined, amenities: undefined },
    });
    expect(reply.status).toBe(201);
    expect(reply.json()).toMatchObject({
      property: { description: "", amenities: [] },
    });
  });

  it("adds rooms and reads them back in that order", async () => {
    const { id } = await haveDraft(landlord);
    const reply = await landlord.call(`/api/properties/${id}/rooms`, {
      method: "POST",
      body: double,
    });
    expect(reply.status).toBe(201);
    const { room } = reply.json<{ room: Answered }>();
    expect(room).toEqual({
      ...double,
      id: expect.any(String),
      propertyId: id,
      currency: "INR",
      quantityRefusal: null,
    });
    const second = await haveRoom(landlord, id);
    const read = await landlord.call(`/api/properties/${id}`);
    expect(read.json()).toMatchObject({
      property: { version: 3, rooms: [room, second] },
    });
  });

  it("changes only what a patch names", async () => {
    const { id } = await haveDraft(landlord);
    const reply = await landlord.call(`/api/properties/${id}`, {
      method: "PATCH",
      body: { title: "Three rooms", bedrooms: 3 },
    });
    expect(reply.status).toBe(200);
    expect(reply.json()).toMatchObject({
      property: { ...lakeside, title: "Three rooms", bedrooms: 3, version: 2 },
    });
  });

  it("changes a room's terms, down to a quantity of none", async () => {
    const { property, room } = await haveListing(landlord);
    const path = `/api/properties/${property.id}/rooms/${room.id}`;
    const reply = await landlord.call(path, {
      method: "PATCH",
      body: { rentPaise: 1, quantity: 0 },
    });
    expect(reply.status).toBe(200);
    expect(reply.json()).toEqual({
      room: { ...room, rentPaise: 1, quantity: 0 },
    });
  });

  it("reaches a room by its id in capital letters too", async () => {
    const { property, room } = await haveListing(landlord);
    const path = `/api/properties/${property.id.toUpperCase()}/rooms/${room.id.toUpperCase()}`;
    const reply = await landlord.call(path, {
      method: "PATCH",
      body: { name: "Twin" },
    });
    expect(reply.status).toBe(200);
  });

  it("cannot publish a property without rooms", async () => {
    const { id } = await haveDraft(landlord);
    const reply = await landlord.call(`/api/properties/${id}/publish`, {
      method: "POST",
    });
    expect(reply.status).toBe(409);
    expect(reply.json()).toMatchObject({ code: "PROPERTY.NO_ROOMS" });
  });

  it("publishes and unpublishes, and repeating either changes nothing", async () => {
    const { property } = await haveListing(landlord);
    expect(property).toMatchObject({ status: "published", version: 3 });
    const steps = [
      ["publish", "published", 3],
      ["unpublish", "unpublished", 4],
      ["unpublish", "unpublished", 4],
      ["publish", "published", 5],
    ] as const;
    for (const [action, status, version] of steps) {
      const reply = await landlord.call(
        `/api/properties/${property.id}/${action}`,
        { method: "POST" },
      );
      expect(reply.status).toBe(200);
      expect(reply.json()).toMatchObject({ property: { status, version } });
    }
  });

  it("deletes a property, which is then gone for everyone", async () => {
    const { property } = await haveListing(landlord);
    const path = `/api/properties/${property.id}`;
    const reply = await landlord.call(path, { method: "DELETE" });
    expect(reply.status).toBe(204);
    expect(reply.text).toBe("");
    const after = [
      await landlord.call(path),
      await landlord.call(path, { method: "DELETE" }),
      await landlord.call(`${path}/publish`, { method: "POST" }),
      await service.app.call(`/public/properties/${property.id}`),
    ];
    for (const each of after) {
      expect(each.status).toBe(404);
      expect(each.json()).toMatchObject({ code: "PROPERTY.NOT_FOUND" });
    }
  });

  it("sees own properties only, newest first, page by page, without deleted ones", async () => {
    const other = service.user("landlord");
    const made = [];
    for (let n = 0; n < 5; n += 1) made.push(await haveDraft(other));
    await haveDraft(service.user("landlord"));
    const [first, second, third, deleted, fifth] = made.map(({ id }) => id);
    await other.call(`/api/properties/${deleted}`, { method: "DELETE" });
    const pages = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor && `&cursor=${cursor}`;
      const reply = await other.call(`/api/properties?limit=3${query}`);
      expect(reply.status).toBe(200);
      const page = reply.json<{
        items: Answered[];
        nextCursor: string | null;
      }>();
      pages.push(page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual([[fifth, third, second], [first]]);
  });
});

describe("ownership", () => {
  const attempts = (propertyId: string, roomId: string) =>
    [
      ["GET", `/api/properties/${propertyId}`, undefined],
      ["PATCH", `/api/properties/${propertyId}`, { title: "Mine" }],
      ["DELETE", `/api/properties/${propertyId}`, undefined],
      ["POST", `/api/properties/${propertyId}/publish`, undefined],
      ["POST", `/api/properties/${propertyId}/unpublish`, undefined],
      ["POST", `/api/properties/${propertyId}/rooms`, double],
      [
        "PATCH",
        `/api/properties/${propertyId}/rooms/${roomId}`,
        { quantity: 1 },
      ],
    ] as const;

  it("hides another landlord's draft and guards what is published", async () => {
    const draft = await haveDraft(landlord);
    const { id: roomId } = await haveRoom(landlord, draft.id);
    const listing = await haveListing(landlord);
    const other = service.user("landlord");
    for (const [method, path, body] of attempts(draft.id, roomId)) {
      const reply = await other.call(path, { method, body });
      expect(reply.status).toBe(404);
      expect(reply.json()).toMatchObject({ code: "PROPERTY.NOT_FOUND" });
    }
    const { property, room } = listing;
    for (const [method, path, body] of attempts(property.id, room.id)) {
      const reply = await other.call(path, { method, body });
      expect(reply.status).toBe(403);
      expect(reply.json()).toMatchObject({ code: "ACCESS.DENIED" });
    }
    const after = await landlord.call(`/api/properties/${property.id}`);
    expect(after.json()).toEqual({ property });
  });

  it("does not let one landlord's room be reached through another's property", async () => {
    const theirs = await haveListing(landlord);
    const other = service.user("landlord");
    const own = await haveListing(other);
    const path = `/api/properties/${own.property.id}/rooms/${theirs.room.id}`;
    const reply = await other.call(path, {
      method: "PATCH",
      body: { quantity: 1 },
    });
    expect(reply.status).toBe(404);
    expect(reply.json()).toMatchObject({ code: "ROOM.NOT_FOUND" });
  });

  it("lets an admin do all of it", async () => {
    const { property, room } = await haveListing(landlord);
    const admin = service.user("admin");
    const calls = attempts(property.id, room.id).filter(
      ([method]) => method !== "DELETE",
    );
    for (const [method, path, body] of calls) {
      const reply = await admin.call(path, { method, body });
      expect(reply.status).toBeLessThan(300);
    }
  });

  it("keeps tenants and strangers from every operation of landlords", async () => {
    const { property, room } = await haveListing(landlord);
    const tenant = service.user("tenant");
    const all = [
      ["GET", "/api/properties", undefined],
      ["POST", "/api/properties", lakeside],
      ...attempts(property.id, room.id),
    ] as const;
    for (const [method, path, body] of all) {
      const asTenant = await tenant.call(path, { method, body });
      expect(asTenant.status).toBe(403);
      expect(asTenant.json()).toMatchObject({ code: "ACCESS.DENIED" });
      const asNobody = await service.app.call(path, { method, body });
      expect(asNobody.status).toBe(401);
      expect(asNobody.headers.get("www-authenticate")).toBe("Bearer");
      expect(asNobody.json()).toMatchObject({ code: "AUTH.TOKEN_REQUIRED" });
    }
  });

  it("answers 404 for a property that never was", async () => {
    for (const [method, path, body] of attempts(randomUUID(), randomUUID())) {
      const reply = await landlord.call(path, { method, body });
      expect(reply.status).toBe(404);
      expect(reply.json()).toMatchObject({ code: "PROPERTY.NOT_FOUND" });
    }
  });
});

describe("the app", () => {
  it("refuses calls that do not come through its own sidecar", async () => {
    for (const token of ["", "another"]) {
      const reply = await service.app.call("/public/properties", {
        headers: { "dapr-api-token": token },
      });
      expect(reply.status).toBe(401);
      expect(reply.json()).toMatchObject({ code: "DAPR.TOKEN_REQUIRED" });
    }
  });
});
