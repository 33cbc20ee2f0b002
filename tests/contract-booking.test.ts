import { describe, expect, it } from "@jest/globals";
import type { Booking } from "@rentezy/local/client";
import { eventually } from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import {
  createClient,
  dayFromNow,
  MOVE_IN_DATE,
  operatorOf,
} from "./support/client.js";
import { INSTANT, UUID_V7 } from "./support/formats.js";
import { expectRefusal } from "./support/problems.js";
import { testStack } from "./support/stack.js";
import { stripeOf } from "./support/stripe.js";

const stack = await testStack();
const client = createClient(stack);
const stripe = stripeOf(stack);
const [landlord, tenant] = await Promise.all([
  client.newUser("landlord"),
  client.newUser("tenant"),
]);

const BOOKINGS = "/api/booking/bookings";

const post = (body: unknown, headers: Record<string, string> = {}) =>
  client.call(BOOKINGS, { method: "POST", token: tenant.token, headers, body });

const withKey = (key: string = randomUUID()) => ({ "idempotency-key": key });

const get = (path: string, token = tenant.token) =>
  client.call(`${BOOKINGS}${path}`, { token });

const cancel = (id: string) =>
  client.call(`${BOOKINGS}/${id}/cancel`, {
    method: "POST",
    token: tenant.token,
  });

describe("GET /rooms/:roomId/availability", () => {
  it("answers anyone {roomId, initialQuantity, availableQuantity}", async () => {
    const { roomId } = await client.newRoom(landlord, 4);
    await client.newBooking(tenant, roomId);
    const answer = await client.availability(roomId);
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      roomId,
      initialQuantity: 4,
      availableQuantity: 3,
    });
  });

  it("knows no room that was never offered: 404", async () => {
    const answer = await client.availability(randomUUID());
    expectRefusal(answer, 404, "BOOKING.ROOM_NOT_FOUND");
  });
});

describe("POST /bookings", () => {
  it("answers 201 {booking} with a hold of ten minutes", async () => {
    const { roomId, propertyId } = await client.newRoom(landlord, 1);
    const askedAt = Date.now();
    const answer = await post({ roomId, moveInDate: MOVE_IN_DATE }, withKey());
    const answeredAt = Date.now();
    expect(answer.status).toBe(201);
    const { booking } = answer.json<{
      booking: Booking & { createdAt: string; holdExpiresAt: string };
    }>();
    expect(booking).toEqual({
      id: expect.stringMatching(UUID_V7),
      roomId,
      propertyId,
      tenantId: tenant.id,
      status: "reserved",
      amountPaise: 4_500_000,
      currency: "INR",
      moveInDate: MOVE_IN_DATE,
      holdExpiresAt: expect.stringMatching(INSTANT),
      cancellationReason: null,
      createdAt: expect.stringMatching(INSTANT),
    });
    const begins = Date.parse(booking.holdExpiresAt) - 600_000;
    expect(begins).toBeGreaterThanOrEqual(askedAt);
    expect(begins).toBeLessThanOrEqual(answeredAt);
  });

  it("answers 200 with the same booking to the same key and body", async () => {
    const { roomId } = await client.newRoom(landlord, 2);
    const key = randomUUID();
    const first = await client.reserve(tenant, roomId, key);
    const again = await client.reserve(tenant, roomId, key.toUpperCase());
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json<{ booking: Booking }>().booking.id).toBe(
      first.json<{ booking: Booking }>().booking.id,
    );
    expect(await client.available(roomId)).toBe(1);
  });

  it("answers 422 to the same key with another body", async () => {
    const { roomId } = await client.newRoom(landlord, 2);
    const key = randomUUID();
    expect((await client.reserve(tenant, roomId, key)).status).toBe(201);
    const tomorrow = { roomId, moveInDate: dayFromNow(1) };
    const other = await post(tomorrow, withKey(key));
    expectRefusal(other, 422, "IDEMPOTENCY.KEY_REUSED");
    expect(await client.available(roomId)).toBe(1);
  });

  it("lets two tenants use one key", async () => {
    const { roomId } = await client.newRoom(landlord, 2);
    const other = await client.newUser("tenant");
    const key = randomUUID();
    const answers = await Promise.all([
      client.reserve(tenant, roomId, key),
      client.reserve(other, roomId, key),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  });

  it("answers 409 when no room is left", async () => {
    const { roomId } = await client.newRoom(landlord, 1);
    await client.newBooking(tenant, roomId);
    const answer = await client.reserve(tenant, roomId);
    expectRefusal(answer, 409, "BOOKING.SOLD_OUT");
    expect(await client.available(roomId)).toBe(0);
  });

  it("answers 400 without a key, or with one that is no UUID", async () => {
    const body = { roomId: randomUUID(), moveInDate: MOVE_IN_DATE };
    expectRefusal(await post(body), 400, "IDEMPOTENCY.KEY_REQUIRED");
    for (const key of ["1", "", "not-a-uuid", `${randomUUID()}x`]) {
      const answer = await post(body, withKey(key));
      expect(answer.status).toBe(400);
    }
  });

  it("answers 404 for a room that there is not", async () => {
    const answer = await client.reserve(tenant, randomUUID());
    expectRefusal(answer, 404, "BOOKING.ROOM_NOT_FOUND");
  });

  it("books no room of a property that is not published", async () => {
    const { propertyId, roomId } = await client.newRoom(landlord, 1);
    await client.call(`/api/property/properties/${propertyId}/unpublish`, {
      method: "POST",
      token: landlord.token,
    });
    await eventually(async () => {
      expect((await client.availability(roomId)).status).toBe(404);
    });
    const answer = await client.reserve(tenant, roomId);
    expectRefusal(answer, 409, "BOOKING.ROOM_NOT_BOOKABLE");
  });
});

describe("GET /bookings/:id/checkout", () => {
  it("answers 200 {url, expiresAt} with a page that can be paid, then 409", async () => {
    const { roomId } = await client.newRoom(landlord, 1);
    const { id } = await client.newBooking(tenant, roomId);
    await client.checkoutUrl(tenant, id);
    const answer = await get(`/${id}/checkout`);
    expect(answer.json()).toEqual({
      url: expect.stringMatching(/^http/),
      expiresAt: expect.stringMatching(INSTANT),
    });
    await stripe.pay(answer.json<{ url: string }>().url);
    await eventually(async () => {
      expect((await client.booking(tenant, id)).status).toBe("booked");
    });
    expectRefusal(await get(`/${id}/checkout`), 409, "BOOKING.NOT_PAYABLE");
    expectRefusal(await cancel(id), 409, "BOOKING.NOT_CANCELLABLE");
    expect(await client.available(roomId)).toBe(0);
  });

  it("waits for the saga for a while, then answers 202", async () => {
    const { roomId } = await client.newRoom(landlord, 1);
    const { id } = await client.newBooking(tenant, roomId);
    const answer = await get(`/${id}/checkout`);
    expect([200, 202]).toContain(answer.status);
    await client.checkoutUrl(tenant, id);
  });
});

describe("POST /bookings/:id/cancel", () => {
  it("ends a booking that is not paid, and gives the room back", async () => {
    const { roomId } = await client.newRoom(landlord, 1);
    const { id } = await client.newBooking(tenant, roomId);
    const answer = await cancel(id);
    expect([200, 202]).toContain(answer.status);
    await eventually(async () => {
      const booking = await client.booking(tenant, id);
      expect(booking).toMatchObject({
        status: "cancelled",
        cancellationReason: "tenant",
      });
    });
    expect(await client.available(roomId)).toBe(1);
    const again = await cancel(id);
    expect(again.json()).toMatchObject({ booking: { status: "cancelled" } });
  });

  it("finds no booking that is not there: 404", async () => {
    expectRefusal(await cancel(randomUUID()), 404, "BOOKING.NOT_FOUND");
    expectRefusal(await get(`/${randomUUID()}`), 404, "BOOKING.NOT_FOUND");
  });
});

describe("GET /bookings and /:id", () => {
  it("shows a booking to its tenant, to its landlord and to an admin", async () => {
    const { roomId } = await client.newRoom(landlord, 1);
    const { id } = await client.newBooking(tenant, roomId);
    const admin = await client.signIn(operatorOf(stack));
    for (const user of [tenant, landlord, admin])
      expect((await client.booking(user, id)).id).toBe(id);
  });

  it("lists a tenant's own, newest first, by limit and cursor", async () => {
    const other = await client.newUser("tenant");
    const { roomId } = await client.newRoom(landlord, 3);
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1)
      ids.unshift((await client.newBooking(other, roomId)).id);
    const first = await get("?limit=2", other.token);
    const page = first.json<{ items: Booking[]; nextCursor: string }>();
    expect(page.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await get(`?limit=2&cursor=${page.nextCursor}`, other.token);
    expect(second.json()).toEqual({
      items: [expect.objectContaining({ id: ids[2] })],
      nextCursor: null,
    });
  });
});
