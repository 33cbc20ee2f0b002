import { describe, expect, it } from "@jest/globals";
import type { Booking } from "@rentezy/local/client";
import { fewAtOnce } from "@rentezy/local";
import { eventually } from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { createClient, MOVE_IN_DATE } from "./support/client.js";
import { rowsOf } from "./support/database.js";
import { expectRefusal } from "./support/problems.js";
import { testStack } from "./support/stack.js";
import { stripeOf } from "./support/stripe.js";
import { deliverWebhook, signatureOf } from "./support/webhooks.js";

const stack = await testStack();
const client = createClient(stack);
const landlord = await client.newUser("landlord");
const tenant = await client.newUser("tenant");

describe("doing a thing many times", () => {
  it("grants exactly the last 10 rooms to 100 simultaneous tenants", async () => {
    const { roomId } = await client.newRoom(landlord, 10);
    const tenants = await fewAtOnce(Array.from({ length: 100 }), 8, () =>
      client.newUser("tenant"),
    );
    const replies = await Promise.all(
      tenants.map((each) => client.reserve(each, roomId)),
    );
    const count = (wanted: number) =>
      replies.filter(({ status }) => status === wanted).length;
    expect({ granted: count(201), refused: count(409) }).toEqual({
      granted: 10,
      refused: 90,
    });
    const refused = replies.find(({ status }) => status === 409);
    expect(refused?.json()).toMatchObject({ code: "BOOKING.SOLD_OUT" });
    expect(await client.available(roomId)).toBe(0);
    const rows = await rowsOf(
      stack,
      "booking",
      "SELECT 1 FROM booking WHERE room_id = $1",
      [roomId],
    );
    expect(rows).toHaveLength(10);
  });

  it("makes one booking of 50 simultaneous posts with one key", async () => {
    const { roomId } = await client.newRoom(landlord, 5);
    const key = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => client.reserve(tenant, roomId, key)),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 200)).toHaveLength(49);
    expect(
      new Set(
        replies.map((reply) => reply.json<{ booking: Booking }>().booking.id),
      ).size,
    ).toBe(1);
    expect(await client.available(roomId)).toBe(4);
  });

  it("refuses a key that comes again with another body", async () => {
    const { roomId } = await client.newRoom(landlord, 5);
    const other = await client.newRoom(landlord, 5);
    const key = randomUUID();
    await client.reserve(tenant, roomId, key);
    const reply = await client.call("/api/booking/bookings", {
      method: "POST",
      token: tenant.token,
      headers: { "idempotency-key": key },
      body: { roomId: other.roomId, moveInDate: MOVE_IN_DATE },
    });
    expectRefusal(reply, 422, "IDEMPOTENCY.KEY_REUSED");
  });

  it("changes state once when the same webhook arrives 50 times at once", async () => {
    const stripe = stripeOf(stack);
    const { roomId } = await client.newRoom(landlord, 1);
    const booking = await client.newBooking(tenant, roomId);
    const url = await client.checkoutUrl(tenant, booking.id);
    // The provider's own delivery is held back, so that the 50 are the first to tell.
    await stripe.webhooks({ delayMs: 3_600_000 });
    try {
      await stripe.pay(url);
      const session = await stripe.sessionOf(booking.id);
      const deliver = webhookOf(session.id, booking.id);
      const replies = await Promise.all(Array.from({ length: 50 }, deliver));
      expect(new Set(replies.map(({ status }) => status))).toEqual(
        new Set([200]),
      );
    } finally {
      await stripe.webhooks({});
    }
    await eventually(async () => {
      expect(await client.booking(tenant, booking.id)).toMatchObject({
        status: "booked",
      });
    });
    const told = await rowsOf(
      stack,
      "payment",
      "SELECT 1 FROM outbox WHERE aggregate_id = $1",
      [booking.id],
    );
    expect(told).toHaveLength(1);
  });

  const webhookOf = (sessionId: string, bookingId: string) => {
    const created = Math.floor(Date.now() / 1000);
    const object = {
      id: sessionId,
      object: "checkout.session",
      status: "complete",
      payment_status: "paid",
      client_reference_id: bookingId,
      metadata: { purpose: "booking", subjectId: bookingId },
      payment_intent: `pi_${bookingId.replaceAll("-", "")}`,
      amount_total: 4_500_000,
      currency: "inr",
      url: null,
      expires_at: created + 1_800,
    };
    const payload = JSON.stringify({
      id: `evt_${randomUUID().replaceAll("-", "")}`,
      object: "event",
      type: "checkout.session.completed",
      created,
      data: { object },
    });
    const signature = signatureOf(stack, payload);
    return () => deliverWebhook(stack, payload, signature);
  };
});
