import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { haveListing, startService, type Service } from "./service.js";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

interface Page {
  readonly items: readonly { readonly id: string }[];
}

it("lets an operator, and nobody else, replay what booking told in vain", async () => {
  const landlord = service.user("landlord");
  const admin = service.user("admin");
  const { property, room } = await haveListing(landlord);
  const roomPath = `/api/properties/${property.id}/rooms/${room.id}`;
  await landlord.call(roomPath, { method: "PATCH", body: { quantity: 2 } });
  const reply = await service.app.call("/events/dead-letters", {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json" },
    body: {
      specversion: "1.0",
      id: randomUUID(),
      source: "booking",
      type: "room.quantity_refused.v1",
      subject: room.id,
      time: new Date().toISOString(),
      datacontenttype: "application/json",
      topic: "bookings",
      data: {
        roomId: room.id,
        propertyId: property.id,
        landlordId: landlord.userId,
        requestedQuantity: 2,
        currentQuantity: 5,
      },
    },
  });
  expect(reply.json()).toEqual({ status: "SUCCESS" });
  const { items } = (await admin.call("/api/dead-letters")).json<Page>();
  expect(items).toMatchObject([{ topic: "bookings", reason: "unknown" }]);
  const path = `/api/dead-letters/${items[0]?.id}/replay`;
  const denied = await landlord.call(path, { method: "POST" });
  expect(denied.status).toBe(403);
  const replayed = await admin.call(path, { method: "POST" });
  expect(replayed.status).toBe(200);
  const now = await landlord.call(`/api/properties/${property.id}`);
  expect(now.json()).toMatchObject({
    property: { rooms: [{ quantity: 5 }] },
  });
});
