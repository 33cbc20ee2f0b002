import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Checkout } from "@rentezy/contracts";
import { randomUUID } from "node:crypto";
import { createEndHold } from "../src/use-cases/end-hold.js";
import { createOpenCheckout } from "../src/use-cases/open-checkout.js";
import type { Payments } from "../src/use-cases/payments.js";
import {
  haveBooking,
  haveRoom,
  hear,
  startService,
  type Answered,
  type Service,
} from "./service.js";

describe("settling a booking", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });

  afterAll(() => service.close());

  const pay = (bookingId: string, eventId?: string) =>
    hear(service, bookingId, "payment.succeeded.v1", eventId);
  const expire = (bookingId: string) =>
    hear(service, bookingId, "payment.expired.v1");
  const read = async ({
    tenant,
    booking,
  }: Awaited<ReturnType<typeof haveBooking>>) => {
    const reply = await service.app.call(`/api/bookings/${booking.id}`, {
      token: tenant.token,
    });
    return reply.json<{ booking: Answered }>().booking;
  };
  const told = async (bookingId: string) => {
    const rows = await service.dataSource.query<{ type: string }[]>(
      "SELECT type FROM outbox WHERE aggregate_id = $1 AND destination = 'bookings' ORDER BY position",
      [bookingId],
    );
    return rows.map(({ type }) => type);
  };

  /** Where payment stands: it answers what Stripe would. */
  const paymentAnswering = (answer: Partial<Checkout> | Error): Payments => {
    const checkout = (subjectId: string): Promise<Checkout> =>
      answer instanceof Error
        ? Promise.reject(answer)
        : Promise.resolve({
            purpose: "booking",
            subjectId,
            status: "open",
            paymentStatus: "unpaid",
            url: "http://127.0.0.1:1/pay",
            expiresAt: new Date(Date.now() + 1_800_000).toISOString(),
            amountPaise: 4_500_000,
            currency: "INR",
            ...answer,
          });
    return {
      openCheckout: ({ subjectId }) => checkout(subjectId),
      expireCheckout: checkout,
      refund: () => Promise.reject(new Error("not asked for here")),
    };
  };

  it("confirms once under 30 simultaneous deliveries of one event", async () => {
    const { roomId } = await haveRoom(service, 1);
    const held = await haveBooking(service, roomId);
    const eventId = randomUUID();
    const verdicts = await Promise.all(
      Array.from({ length: 30 }, () => pay(held.booking.id, eventId)),
    );
    expect(new Set(verdicts)).toEqual(new Set(["SUCCESS"]));
    expect(await read(held)).toMatchObject({ status: "booked" });
    expect(await told(held.booking.id)).toEqual([
      "booking.reserved.v1",
      "booking.confirmed.v1",
    ]);
    expect(await service.stockOf(roomId)).toMatchObject({
      availableQuantity: 0,
    });
  });

  it("ends in one state when payment and expiry arrive together", async () => {
    const { roomId } = await haveRoom(service, 20);
    const held = await Promise.all(
      Array.from({ length: 20 }, () => haveBooking(service, roomId)),
    );
    await Promise.all(
      held.flatMap(({ booking }) => [pay(booking.id), expire(booking.id)]),
    );
    const statuses = await Promise.all(
      held.map(async (each) => (await read(each)).status),
    );
    expect(new Set(statuses)).toEqual(new Set(["booked"]));
    expect(await service.stockOf(roomId)).toMatchObject({
      availableQuantity: 0,
    });
  });

  it("gives the room of an expired checkout back, and books it again for late money", async () => {
    const { roomId } = await haveRoom(service, 1);
    const held = await haveBooking(service, roomId);
    await expire(held.booking.id);
    expect(await read(held)).toMatchObject({ status: "cancelled" });
    expect(await service.stockOf(roomId)).toMatchObject({
      availableQuantity: 1,
    });
    await pay(held.booking.id);
    expect(await read(held)).toMatchObject({ status: "booked" });
    expect(await service.stockOf(roomId)).toMatchObject({
      availableQuantity: 0,
    });
  });

  it("refunds late money when the room is not offered any more", async () => {
    const { property, roomId } = await haveRoom(service, 1);
    const held = await haveBooking(service, roomId);
    await expire(held.booking.id);
    await service.deliver("properties", "property.unpublished.v1", {
      ...property,
      version: property.version + 1,
      status: "unpublished",
    });
    await pay(held.booking.id);
    expect(await read(held)).toMatchObject({ status: "refunding" });
    expect(await service.stockOf(roomId)).toMatchObject({
      availableQuantity: 1,
    });
  });

  it("refunds late money when the room has gone to somebody else", async () => {
    const { roomId } = await haveRoom(service, 1);
    const late = await haveBooking(service, roomId);
    await expire(late.booking.id);
    await haveBooking(service, roomId);
    await pay(late.booking.id);
    expect(await read(late)).toMatchObject({ status: "refunding" });
    const commands = await service.dataSource.query<
      { payload: { workflow?: string } }[]
    >(
      "SELECT payload FROM outbox WHERE aggregate_id = $1 AND destination = 'workflow'",
      [late.booking.id],
    );
    expect(commands.map(({ payload }) => payload.workflow)).toContain(
      "refund-saga",
    );
    await hear(service, late.booking.id, "payment.refunded.v1");
    expect(await read(late)).toMatchObject({ status: "refunded" });
    expect(await service.stockOf(roomId)).toMatchObject({
      availableQuantity: 0,
    });
  });

  it.each([
    [{ status: "expired" }, "settled", "cancelled", 1],
    [{ status: "complete", paymentStatus: "paid" }, "settled", "booked", 0],
    [
      { status: "complete", paymentStatus: "failed" },
      "settled",
      "cancelled",
      1,
    ],
    [{ status: "complete", paymentStatus: "unpaid" }, "unpaid", "expiring", 0],
  ] as const)(
    "ends a hold by what Stripe says: %j",
    async (answer, result, status, available) => {
      const { roomId } = await haveRoom(service, 1);
      const held = await haveBooking(service, roomId);
      const { dataSource } = service;
      const endHold = createEndHold({
        dataSource,
        payments: paymentAnswering(answer),
      });
      expect(await endHold(held.booking.id)).toBe(result);
      expect(await endHold(held.booking.id)).toBe(result);
      expect(await read(held)).toMatchObject({ status });
      expect(await service.stockOf(roomId)).toMatchObject({
        availableQuantity: available,
      });
    },
  );

  it("keeps the room held when Stripe does not answer", async () => {
    const { roomId } = await haveRoom(service, 1);
    const held = await haveBooking(service, roomId);
    const { dataSource } = service;
    const endHold = createEndHold({
      dataSource,
      payments: paymentAnswering(new Error("away")),
    });
    await expect(endHold(held.booking.id)).rejects.toThrow("away");
    expect(await read(held)).toMatchObject({ status: "expiring" });
    expect(await service.stockOf(roomId)).toMatchObject({
      availableQuantity: 0,
    });
  });

  it("tells where to pay while the booking is reserved, and not afterwards", async () => {
    const { roomId } = await haveRoom(service, 1);
    const { tenant, booking } = await haveBooking(service, roomId);
    const { dataSource } = service;
    const openCheckout = createOpenCheckout({
      dataSource,
      payments: paymentAnswering({}),
    });
    expect(await openCheckout(booking.id)).toBe("opened");
    const path = `/api/bookings/${booking.id}/checkout`;
    const open = await service.app.call(path, { token: tenant.token });
    expect(open.status).toBe(200);
    expect(open.json()).toMatchObject({ url: "http://127.0.0.1:1/pay" });
    await pay(booking.id);
    const paid = await service.app.call(path, { token: tenant.token });
    expect(paid.status).toBe(409);
    expect(paid.json()).toMatchObject({ code: "BOOKING.NOT_PAYABLE" });
    expect(await openCheckout(booking.id)).toBe("settled");
  });

  it("shows a booking to its tenant and its landlord, and to nobody else", async () => {
    const { roomId, property } = await haveRoom(service, 1);
    const { tenant, booking } = await haveBooking(service, roomId);
    const landlord = service.tokenFor({
      userId: property.landlordId,
      role: "landlord",
    });
    const path = `/api/bookings/${booking.id}`;
    expect((await service.app.call(path, { token: tenant.token })).status).toBe(
      200,
    );
    expect((await service.app.call(path, { token: landlord })).status).toBe(
      200,
    );
    const other = service.newTenant();
    expect((await service.app.call(path, { token: other.token })).status).toBe(
      404,
    );
    const cancel = { method: "POST", token: other.token };
    expect((await service.app.call(`${path}/cancel`, cancel)).status).toBe(404);
  });

  it("does not cancel what is paid", async () => {
    const { roomId } = await haveRoom(service, 1);
    const { tenant, booking } = await haveBooking(service, roomId);
    await pay(booking.id);
    const reply = await service.app.call(`/api/bookings/${booking.id}/cancel`, {
      method: "POST",
      token: tenant.token,
    });
    expect(reply.status).toBe(409);
    expect(reply.json()).toMatchObject({ code: "BOOKING.NOT_CANCELLABLE" });
  });

  it("lists newest first, page by page", async () => {
    const { roomId } = await haveRoom(service, 5);
    const { tenant, booking } = await haveBooking(service, roomId);
    const ids = [booking.id];
    for (let i = 0; i < 2; i += 1) {
      const reply = await service.app.call("/api/bookings", {
        method: "POST",
        token: tenant.token,
        headers: { "idempotency-key": randomUUID() },
        body: { roomId, moveInDate: booking["moveInDate"] },
      });
      ids.unshift(reply.json<{ booking: Answered }>().booking.id);
    }
    type Page = { items: Answered[]; nextCursor: string | null };
    const page = async (query: string) =>
      (
        await service.app.call(`/api/bookings${query}`, { token: tenant.token })
      ).json<Page>();
    const first = await page("?limit=2");
    const second = await page(`?limit=2&cursor=${first.nextCursor ?? ""}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
  });
});
