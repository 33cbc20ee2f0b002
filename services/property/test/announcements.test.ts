import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
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

const refused = (
  of: { property: Answered; room: Answered },
  quantities: { requestedQuantity: number; currentQuantity: number },
) => ({
  specversion: "1.0",
  id: randomUUID(),
  source: "booking",
  type: "room.quantity_refused.v1",
  subject: of.room.id,
  time: new Date().toISOString(),
  datacontenttype: "application/json",
  data: {
    roomId: of.room.id,
    propertyId: of.property.id,
    landlordId: landlord.userId,
    ...quantities,
  },
});

const deliver = (event: unknown) =>
  service.app.call("/events/bookings", {
    method: "POST",
    body: event,
    headers: { "content-type": "application/cloudevents+json" },
  });

async function setQuantity(
  of: { property: Answered; room: Answered },
  quantity: number,
) {
  await landlord.call(`/api/properties/${of.property.id}/rooms/${of.room.id}`, {
    method: "PATCH",
    body: { quantity },
  });
}

async function roomNow(propertyId: string): Promise<Answered | undefined> {
  const reply = await landlord.call(`/api/properties/${propertyId}`);
  return reply.json<{ property: { rooms: Answered[] } }>().property.rooms[0];
}

describe("events out", () => {
  it("tell nothing of a draft, not even that it is deleted", async () => {
    const { id } = await haveDraft(landlord);
    await haveRoom(landlord, id);
    await landlord.call(`/api/properties/${id}`, { method: "DELETE" });
    expect(await service.eventsOf(id)).toEqual([]);
  });

  it("tell each change from the first publication on, with the whole property", async () => {
    const { property, room } = await haveListing(landlord);
    const path = `/api/properties/${property.id}`;
    await landlord.call(path, { method: "PATCH", body: { bedrooms: 1 } });
    await setQuantity({ property, room }, 7);
    await landlord.call(`${path}/unpublish`, { method: "POST" });
    await landlord.call(path, { method: "PATCH", body: { bedrooms: 4 } });
    await landlord.call(`${path}/publish`, { method: "POST" });
    await landlord.call(path, { method: "DELETE" });
    const events = await service.eventsOf(property.id);
    expect(
      events.map(({ type, payload }) => [
        type,
        payload.version,
        payload.status,
      ]),
    ).toEqual([
      ["property.published.v1", 3, "published"],
      ["property.updated.v1", 4, "published"],
      ["property.updated.v1", 5, "published"],
      ["property.unpublished.v1", 6, "unpublished"],
      ["property.updated.v1", 7, "unpublished"],
      ["property.published.v1", 8, "published"],
      ["property.deleted.v1", 9, "deleted"],
    ]);
    expect(events[2]?.payload).toMatchObject({
      propertyId: property.id,
      landlordId: landlord.userId,
      bedrooms: 1,
      rooms: [{ roomId: room.id, quantity: 7 }],
    });
  });

  it("stay in the order of versions, none lost, when 20 changes come at once", async () => {
    const { property, room } = await haveListing(landlord);
    const quantities = Array.from({ length: 20 }, (_, n) => n + 100);
    await Promise.all(
      quantities.map((quantity) => setQuantity({ property, room }, quantity)),
    );
    const events = await service.eventsOf(property.id);
    expect(events.map(({ payload }) => payload.version)).toEqual(
      Array.from({ length: 21 }, (_, n) => n + 3),
    );
    const told = events.map(({ payload }) => payload.rooms[0]?.quantity ?? 0);
    expect(told.slice(1).sort((a, b) => a - b)).toEqual(quantities);
    expect((await roomNow(property.id))?.["quantity"]).toBe(
      events.at(-1)?.payload.rooms[0]?.quantity,
    );
  });
});

describe("a refused quantity", () => {
  it("goes back to what it was, is announced, and says why until set again", async () => {
    const listing = await haveListing(landlord);
    await setQuantity(listing, 2);
    const reply = await deliver(
      refused(listing, { requestedQuantity: 2, currentQuantity: 5 }),
    );
    expect([reply.status, reply.json()]).toEqual([200, { status: "SUCCESS" }]);
    expect(await roomNow(listing.property.id)).toMatchObject({
      quantity: 5,
      quantityRefusal: { requestedQuantity: 2, at: expect.any(String) },
    });
    const events = await service.eventsOf(listing.property.id);
    expect(events.at(-1)).toMatchObject({
      type: "property.updated.v1",
      payload: { version: 5, rooms: [{ quantity: 5 }] },
    });
    await setQuantity(listing, 6);
    expect(await roomNow(listing.property.id)).toMatchObject({
      quantity: 6,
      quantityRefusal: null,
    });
  });

  it("has its effect once, however often and however much at once it is delivered", async () => {
    const listing = await haveListing(landlord);
    await setQuantity(listing, 2);
    const event = refused(listing, {
      requestedQuantity: 2,
      currentQuantity: 5,
    });
    await Promise.all(Array.from({ length: 10 }, () => deliver(event)));
    await setQuantity(listing, 2);
    const again = await deliver(event);
    expect(again.json()).toEqual({ status: "SUCCESS" });
    expect(await roomNow(listing.property.id)).toMatchObject({ quantity: 2 });
    const events = await service.eventsOf(listing.property.id);
    expect(events.map(({ payload }) => payload.version)).toEqual([3, 4, 5, 6]);
  });

  it("changes nothing once the landlord has asked for another", async () => {
    const listing = await haveListing(landlord);
    await setQuantity(listing, 2);
    await setQuantity(listing, 3);
    await deliver(
      refused(listing, { requestedQuantity: 2, currentQuantity: 5 }),
    );
    expect(await roomNow(listing.property.id)).toMatchObject({
      quantity: 3,
      quantityRefusal: null,
    });
  });

  it("of something unknown is done with, and what is not an event goes to the dead letters", async () => {
    const unknown = {
      property: { id: randomUUID() },
      room: { id: randomUUID() },
    };
    const quantities = { requestedQuantity: 2, currentQuantity: 5 };
    const strange = { ...refused(unknown, quantities), data: { roomId: 1 } };
    expect((await deliver(refused(unknown, quantities))).json()).toEqual({
      status: "SUCCESS",
    });
    expect((await deliver(strange)).json()).toEqual({ status: "DROP" });
    expect((await deliver({ hello: "world" })).json()).toEqual({
      status: "DROP",
    });
  });

  it("cannot be forged by another app's call", async () => {
    const reply = await service.app.call("/events/bookings", {
      method: "POST",
      body: {},
      headers: { "dapr-caller-app-id": "gateway" },
    });
    expect(reply.status).toBe(403);
    expect(reply.json()).toMatchObject({ code: "ACCESS.DENIED" });
  });
});
