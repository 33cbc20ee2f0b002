import { afterEach, describe, expect, it } from "@jest/globals";
import type { Booking } from "@rentezy/local/client";
import { eventually } from "@rentezy/testkit";
import { createClient } from "./support/client.js";
import { rowsOf } from "./support/database.js";
import { openEventLog } from "./support/event-log.js";
import { sagaStatus, untilSagasRun, workersOf } from "./support/sagas.js";
import { testStack } from "./support/stack.js";
import { stripeOf } from "./support/stripe.js";

/** Long enough for a process to be restarted and for what waited on it to be worked off. */
const RECOVERY = { withinMs: 90_000, everyMs: 250 };

const stack = await testStack();
const client = createClient(stack);
const stripe = stripeOf(stack);
const landlord = await client.newUser("landlord");
const tenant = await client.newUser("tenant");

describe("dying at any moment", () => {
  afterEach(() => untilSagasRun(stack), 120_000);

  const isBooked = (booking: Pick<Booking, "id">) =>
    eventually(async () => {
      expect(await client.booking(tenant, booking.id)).toMatchObject({
        status: "booked",
      });
    }, RECOVERY);

  /** Repeats a request until it gets through: what a client does while a process is away. */
  const persistently = <Result>(request: () => Promise<Result>) =>
    eventually(request, RECOVERY);

  it.each([["booking"], ["payment"], ["sidecar:booking"], ["sidecar:payment"]])(
    "books what was reserved when %s is killed before the payment",
    async (victim) => {
      const { roomId } = await client.newRoom(landlord, 1);
      const booking = await client.newBooking(tenant, roomId);
      await stack.kill(victim, "SIGKILL");
      await stack.waitHealthy();
      const url = await persistently(() =>
        client.checkoutUrl(tenant, booking.id),
      );
      await stripe.pay(url);
      await isBooked(booking);
      expect(await client.available(roomId)).toBe(0);
    },
    240_000,
  );

  it.each([["booking"], ["payment"], ["sidecar:booking"], ["sidecar:payment"]])(
    "books what was paid when %s is killed right after the payment",
    async (victim) => {
      const { roomId } = await client.newRoom(landlord, 1);
      const booking = await client.newBooking(tenant, roomId);
      await stripe.pay(await client.checkoutUrl(tenant, booking.id));
      await stack.kill(victim, "SIGKILL");
      await stack.waitHealthy();
      await isBooked(booking);
    },
    240_000,
  );

  it("delivers the events of bookings confirmed while Kafka was away: in order, once in effect", async () => {
    const { roomId } = await client.newRoom(landlord, 5);
    const bookings = await Promise.all(
      Array.from({ length: 5 }, () => client.newBooking(tenant, roomId)),
    );
    const urls = await Promise.all(
      bookings.map(({ id }) => client.checkoutUrl(tenant, id)),
    );
    await stack.stop("kafka");
    await Promise.all(urls.map((url) => stripe.pay(url)));
    await eventually(async () => {
      const waiting = await rowsOf(
        stack,
        "payment",
        `SELECT 1 FROM outbox WHERE destination = 'payments' AND delivered_at IS NULL
           AND aggregate_id = ANY($1)`,
        [bookings.map(({ id }) => id)],
      );
      expect(waiting).toHaveLength(5);
    }, RECOVERY);
    await stack.start("kafka");
    await Promise.all(bookings.map(isBooked));
    await eventually(async () => {
      const undelivered = await rowsOf(
        stack,
        "booking",
        "SELECT 1 FROM outbox WHERE delivered_at IS NULL AND aggregate_id = ANY($1)",
        [bookings.map(({ id }) => id)],
      );
      expect(undelivered).toHaveLength(0);
    }, RECOVERY);
    const typesOf = await openEventLog(stack);
    for (const { id } of bookings)
      expect(typesOf(id)).toEqual([
        "booking.reserved.v1",
        "booking.confirmed.v1",
      ]);
  }, 300_000);

  it("counts the workers of a sidecar as Dapr tells them: one, and none", async () => {
    await untilSagasRun(stack);
    expect(await workersOf(stack, "booking")).toBe(1);
    expect(await workersOf(stack, "payment")).toBe(0);
  }, 120_000);

  it("gets its workflow worker back by itself after its sidecar restarts", async () => {
    await stack.restart("sidecar:booking");
    const { roomId } = await client.newRoom(landlord, 1);
    const booking = await persistently(() => client.newBooking(tenant, roomId));
    await stripe.pay(
      await persistently(() => client.checkoutUrl(tenant, booking.id)),
    );
    await isBooked(booking);
  }, 240_000);

  it("finishes 500 sagas that start at once", async () => {
    const { roomId } = await client.newRoom(landlord, 500);
    const tenants = await Promise.all(
      Array.from({ length: 10 }, () => client.newUser("tenant")),
    );
    const made = await Promise.all(
      tenants.map(async (each) => {
        const own: Booking[] = [];
        for (let i = 0; i < 50; i += 1)
          own.push(await client.newBooking(each, roomId));
        return own.map(({ id }) => ({ id, user: each }));
      }),
    );
    const bookings = made.flat();
    await eventually(
      async () => {
        const [opened] = await rowsOf<{ count: string }>(
          stack,
          "booking",
          "SELECT count(*) FROM booking WHERE room_id = $1 AND checkout_url IS NOT NULL",
          [roomId],
        );
        expect(Number(opened?.count)).toBe(500);
      },
      { withinMs: 240_000, everyMs: 1_000 },
    );
    const { sessions } = await stripe.ledger();
    const ids = new Map(
      sessions.map(({ clientReferenceId, id }) => [clientReferenceId, id]),
    );
    for (const { id } of bookings) await stripe.expire(ids.get(id) ?? "");
    await eventually(
      async () => {
        expect(await client.available(roomId)).toBe(500);
      },
      { withinMs: 240_000, everyMs: 1_000 },
    );
    await eventually(() => sagasHaveEnded(bookings.map(({ id }) => id)), {
      withinMs: 240_000,
      everyMs: 2_000,
    });
  }, 900_000);
});

/** Asks the workflow engine itself; one that it does not know counts as not ended. */
async function sagasHaveEnded(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const status = await sagaStatus(stack, id);
    if (status !== "COMPLETED") throw new Error(`saga ${id} is ${status}`);
  }
}
