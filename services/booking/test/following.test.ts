import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  haveBooking,
  haveRoom,
  startService,
  type Service,
} from "./service.js";

describe("following the landlord's rooms", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });

  afterAll(() => service.close());

  const withQuantity = (
    { property }: Awaited<ReturnType<typeof haveRoom>>,
    version: number,
    quantity: number,
  ) => ({
    ...property,
    version,
    rooms: property.rooms.map((room) => ({ ...room, quantity })),
  });

  it("moves both numbers by the difference, whatever is held", async () => {
    const room = await haveRoom(service, 3);
    await haveBooking(service, room.roomId);
    await service.deliver(
      "properties",
      "property.updated.v1",
      withQuantity(room, 2, 5),
    );
    expect(await service.stockOf(room.roomId)).toEqual({
      initialQuantity: 5,
      availableQuantity: 4,
    });
  });

  it("ignores repetitions and what is older than what it knows", async () => {
    const room = await haveRoom(service, 3);
    await service.deliver(
      "properties",
      "property.updated.v1",
      withQuantity(room, 3, 7),
    );
    await service.deliver(
      "properties",
      "property.updated.v1",
      withQuantity(room, 3, 9),
    );
    await service.deliver(
      "properties",
      "property.updated.v1",
      withQuantity(room, 2, 1),
    );
    expect(await service.stockOf(room.roomId)).toEqual({
      initialQuantity: 7,
      availableQuantity: 7,
    });
  });

  it("refuses fewer rooms than are held, and tells the landlord", async () => {
    const room = await haveRoom(service, 2);
    await haveBooking(service, room.roomId);
    await haveBooking(service, room.roomId);
    await service.deliver(
      "properties",
      "property.updated.v1",
      withQuantity(room, 2, 1),
    );
    expect(await service.stockOf(room.roomId)).toEqual({
      initialQuantity: 2,
      availableQuantity: 0,
    });
    const events = await service.dataSource.query<unknown[]>(
      "SELECT type, payload FROM outbox WHERE aggregate_id = $1",
      [room.property.propertyId],
    );
    expect(events).toEqual([
      {
        type: "room.quantity_refused.v1",
        payload: {
          roomId: room.roomId,
          propertyId: room.property.propertyId,
          landlordId: room.property.landlordId,
          requestedQuantity: 1,
          currentQuantity: 2,
          propertyVersion: 2,
        },
      },
    ]);
  });

  it("sends what it cannot read to the dead letters, and leaves other types alone", async () => {
    const broken = { specversion: "1.0", id: "not-a-uuid" };
    const reply = await service.app.call("/events/properties", {
      method: "POST",
      body: broken,
    });
    expect(reply.json()).toEqual({ status: "DROP" });
    const other = {
      userId: crypto.randomUUID(),
      role: "tenant",
      name: "A",
      email: "a@b.in",
    } as const;
    expect(
      await service.deliver("properties", "user.registered.v1", other),
    ).toBe("SUCCESS");
  });

  it("takes no event from a caller, only from its sidecar", async () => {
    const reply = await service.app.call("/events/properties", {
      method: "POST",
      headers: { "dapr-caller-app-id": "gateway" },
      body: {},
    });
    expect(reply.status).toBe(403);
  });
});
