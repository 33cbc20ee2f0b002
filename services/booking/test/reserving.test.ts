import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import {
  haveRoom,
  nextMonth,
  reserve,
  startService,
  type Answered,
  type Service,
} from "./service.js";

describe("reserving a room", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });

  afterAll(() => service.close());

  const bookingIn = (reply: { json: <Body>() => Body }) =>
    reply.json<{ booking: Answered }>().booking;

  it("holds a room for the first month's rent and the deposit", async () => {
    const { roomId, property } = await haveRoom(service, 2);
    const tenant = service.newTenant();
    const reply = await reserve(service, tenant, roomId);
    expect(reply.status).toBe(201);
    expect(bookingIn(reply)).toMatchObject({
      roomId,
      propertyId: property.propertyId,
      tenantId: tenant.userId,
      status: "reserved",
      amountPaise: 4_500_000,
    });
    expect(await service.stockOf(roomId)).toEqual({
      initialQuantity: 2,
      availableQuantity: 1,
    });
  });

  it("grants exactly what there is to 300 simultaneous tenants", async () => {
    const { roomId } = await haveRoom(service, 10);
    const replies = await Promise.all(
      Array.from({ length: 300 }, () =>
        reserve(service, service.newTenant(), roomId),
      ),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(statuses.filter((status) => status === 409)).toHaveLength(290);
    expect(replies.find(({ status }) => status === 409)?.json()).toMatchObject({
      code: "BOOKING.SOLD_OUT",
      status: 409,
    });
    expect(await service.stockOf(roomId)).toMatchObject({
      availableQuantity: 0,
    });
    const rows = await service.dataSource.query<unknown[]>(
      "SELECT 1 FROM booking WHERE room_id = $1",
      [roomId],
    );
    expect(rows).toHaveLength(10);
  });

  it("makes one booking of 50 simultaneous posts with one key, and the same answer each time", async () => {
    const { roomId } = await haveRoom(service, 5);
    const tenant = service.newTenant();
    const key = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => reserve(service, tenant, roomId, key)),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(49);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await service.stockOf(roomId)).toMatchObject({
      availableQuantity: 4,
    });
  });

  it("answers a repeated key although the last room is its own", async () => {
    const { roomId } = await haveRoom(service, 1);
    const tenant = service.newTenant();
    const key = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => reserve(service, tenant, roomId, key)),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(19);
  });

  it("refuses a key that belongs to another request, and lets another tenant use the same key", async () => {
    const { roomId } = await haveRoom(service, 5);
    const other = await haveRoom(service, 5);
    const tenant = service.newTenant();
    const key = randomUUID();
    await reserve(service, tenant, roomId, key);
    const reused = await reserve(service, tenant, other.roomId, key);
    expect(reused.status).toBe(422);
    expect(reused.json()).toMatchObject({ code: "IDEMPOTENCY.KEY_REUSED" });
    expect(
      (await reserve(service, service.newTenant(), roomId, key)).status,
    ).toBe(201);
  });

  it("writes the event and the saga's start with the booking, and nothing for a refusal", async () => {
    const { roomId } = await haveRoom(service, 1);
    const granted = bookingIn(
      await reserve(service, service.newTenant(), roomId),
    );
    await reserve(service, service.newTenant(), roomId);
    const rows = await service.dataSource.query<unknown[]>(
      `SELECT destination, type FROM outbox WHERE aggregate_id = $1 OR payload->>'roomId' = $2
       ORDER BY position`,
      [granted.id, roomId],
    );
    expect(rows).toEqual([
      { destination: "bookings", type: "booking.reserved.v1" },
      { destination: "workflow", type: "start" },
    ]);
  });

  it("refuses rooms that nobody offers", async () => {
    const unknown = await reserve(service, service.newTenant(), randomUUID());
    expect(unknown.status).toBe(404);
    expect(unknown.json()).toMatchObject({ code: "BOOKING.ROOM_NOT_FOUND" });
    const { roomId, property } = await haveRoom(service, 1);
    const unpublished = {
      ...property,
      version: 2,
      status: "unpublished" as const,
    };
    await service.deliver("properties", "property.unpublished.v1", unpublished);
    const refused = await reserve(service, service.newTenant(), roomId);
    expect(refused.status).toBe(409);
    expect(refused.json()).toMatchObject({ code: "BOOKING.ROOM_NOT_BOOKABLE" });
    expect(
      (await service.app.call(`/public/rooms/${roomId}/availability`)).status,
    ).toBe(404);
  });

  it("is for tenants with a valid token through the app's own sidecar", async () => {
    const { roomId } = await haveRoom(service, 1);
    const landlord = {
      token: service.tokenFor({ userId: randomUUID(), role: "landlord" }),
    };
    expect((await reserve(service, landlord, roomId)).status).toBe(403);
    expect(
      (await reserve(service, { token: "not.a.token" }, roomId)).status,
    ).toBe(401);
    const around = await service.app.call(
      `/public/rooms/${roomId}/availability`,
      {
        headers: { "dapr-api-token": "guessed" },
      },
    );
    expect(around.status).toBe(401);
    expect(around.json()).toMatchObject({ code: "DAPR.TOKEN_REQUIRED" });
  });

  const moveInDate = nextMonth();
  const roomId = randomUUID();
  const key = { "idempotency-key": randomUUID() };
  it.each([
    ["no key", {}, { roomId, moveInDate }, 400, "IDEMPOTENCY.KEY_REQUIRED"],
    [
      "a key that is no UUID",
      { "idempotency-key": "1" },
      { roomId, moveInDate },
      400,
      "IDEMPOTENCY.KEY_INVALID",
    ],
    [
      "a room id that is no UUID",
      key,
      { roomId: "1' OR '1'='1", moveInDate },
      422,
      "REQUEST.INVALID",
    ],
    [
      "a number for a day",
      key,
      { roomId, moveInDate: 20261201 },
      422,
      "REQUEST.INVALID",
    ],
    [
      "a day that does not exist",
      key,
      { roomId, moveInDate: "2027-02-30" },
      422,
      "REQUEST.INVALID",
    ],
    [
      "a day that has passed",
      key,
      { roomId, moveInDate: "2020-01-01" },
      422,
      "BOOKING.MOVE_IN_IN_PAST",
    ],
    [
      "a day too far ahead",
      key,
      { roomId, moveInDate: "2099-01-01" },
      422,
      "BOOKING.MOVE_IN_TOO_FAR",
    ],
    [
      "an unknown field",
      key,
      { roomId, moveInDate, amountPaise: 1 },
      422,
      "REQUEST.INVALID",
    ],
    ["a list for a body", key, [], 422, "REQUEST.INVALID"],
  ])("refuses %s", async (_what, headers, body, status, code) => {
    const { token } = service.newTenant();
    const reply = await service.app.call("/api/bookings", {
      method: "POST",
      token,
      headers,
      body,
    });
    expect(reply.status).toBe(status);
    expect(reply.headers.get("content-type")).toContain(
      "application/problem+json",
    );
    expect(reply.json()).toMatchObject({ code });
  });
});
