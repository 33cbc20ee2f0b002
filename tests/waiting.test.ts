import { afterEach, describe, expect, it } from "@jest/globals";
import { eventually, sendRequest } from "@rentezy/testkit";
import { told } from "./support/asking.js";
import { createClient, type User } from "./support/client.js";
import { rowsOf } from "./support/database.js";
import { openEventLog } from "./support/event-log.js";
import { restore } from "./support/restore.js";
import { suspendSaga, untilSagasRun } from "./support/sagas.js";
import { callApp, appTokenOf } from "./support/sidecars.js";
import { testStack, urlOf } from "./support/stack.js";
import { stripeOf } from "./support/stripe.js";

/** docs/failure-modes.md promises it, after a process is back. */
const SOON = { withinMs: 30_000, everyMs: 250 };

/** Until an absence is noticed, or a hold has ended. */
const NOTICED = { withinMs: 30_000, everyMs: 250 };

/** Short, so that a hold ends while something is away; long enough to open the page and to stop that something before. */
const HOLD_SECONDS = 10;

/** The page should be open so soon; a booking whose page is not is given up for another one. */
const PAGE_MS = 4_000;

const stack = await testStack();
const client = createClient(stack);
const stripe = stripeOf(stack);
const landlord = await client.newUser("landlord");
const tenant = await client.newUser("tenant");

let areHoldsShort = false;

afterEach(async () => {
  await restore(stack);
  if (!areHoldsShort) return;
  areHoldsShort = false;
  await stack.restart("booking");
  await untilSagasRun(stack);
}, 240_000);

const statusOf = async (id: string) =>
  (await client.booking(tenant, id)).status;

const becomes = (id: string, status: string) =>
  eventually(async () => expect(await statusOf(id)).toBe(status), SOON);

/** A booking whose page is open, and whose hold ends soon. */
async function haveShortHold() {
  const shortHolds = { HOLD_SECONDS: String(HOLD_SECONDS) };
  areHoldsShort = true;
  await stack.restart("booking", shortHolds);
  await untilSagasRun(stack);
  const { roomId } = await client.newRoom(landlord, 1);
  const { id, holdExpiresAt, url } = await eventually(
    async () => {
      const booking = await client.newBooking(tenant, roomId);
      const page = await client.checkoutUrl(tenant, booking.id, PAGE_MS);
      return { ...booking, url: page };
    },
    { withinMs: 90_000, everyMs: 500 },
  );
  const isOver = () => Date.now() > Date.parse(holdExpiresAt);
  const untilOver = () =>
    eventually(() => expect(isOver()).toBe(true), NOTICED);
  return { id, roomId, url, untilOver };
}

const waitingIn = (app: string, destination: string, id: string) =>
  rowsOf<{ type: string }>(
    stack,
    app,
    `SELECT type FROM outbox
     WHERE destination = $1 AND aggregate_id = $2 AND delivered_at IS NULL`,
    [destination, id],
  );

describe("a hold that ends", () => {
  it("ends soon although its saga does nothing any more", async () => {
    const { id, roomId, untilOver } = await haveShortHold();
    await suspendSaga(stack, id);
    await untilOver();
    await becomes(id, "cancelled");
    expect(await client.available(roomId)).toBe(1);
  }, 240_000);

  it.each(["booking", "sidecar:booking", "scheduler", "placement"])(
    "while %s is away ends soon after its return",
    async (away) => {
      const { id, roomId, untilOver } = await haveShortHold();
      await stack.stop(away);
      await untilOver();
      await stack.start(away);
      await stack.waitHealthy();
      await becomes(id, "cancelled");
      expect(await client.available(roomId)).toBe(1);
    },
    240_000,
  );

  it.each(["payment", "sidecar:payment", "stripe"])(
    "while %s is away keeps its room until it is known that nobody has paid",
    async (away) => {
      const { id, roomId, untilOver } = await haveShortHold();
      await stack.stop(away);
      await untilOver();
      await eventually(
        async () => expect(await statusOf(id)).toBe("expiring"),
        NOTICED,
      );
      expect(await client.available(roomId)).toBe(0);
      await stack.start(away);
      await becomes(id, "cancelled");
      expect(await client.available(roomId)).toBe(1);
    },
    240_000,
  );

  it("while payment is away becomes a booking of who has paid on Stripe's page meanwhile", async () => {
    const { id, url, untilOver } = await haveShortHold();
    await stack.stop("payment");
    await stripe.pay(url);
    await untilOver();
    await stack.start("payment");
    await becomes(id, "booked");
  }, 240_000);
});

describe("what waits", () => {
  it.each(["placement", "scheduler"])(
    "while %s is away: the start of a saga, in booking's outbox",
    async (away) => {
      const { roomId } = await client.newRoom(landlord, 1);
      await stack.stop(away);
      const { id } = await client.newBooking(tenant, roomId);
      const starts = () => waitingIn("booking", "workflow", id);
      await eventually(
        async () => expect(await starts()).toEqual([{ type: "start" }]),
        NOTICED,
      );
      await stack.start(away);
      await eventually(async () => expect(await starts()).toEqual([]), SOON);
      await client.checkoutUrl(tenant, id);
    },
    240_000,
  );

  it("while sidecar:gateway-public is away: Stripe's webhook, at Stripe", async () => {
    const { roomId } = await client.newRoom(landlord, 1);
    const { id } = await client.newBooking(tenant, roomId);
    const url = await client.checkoutUrl(tenant, id);
    await stack.stop("sidecar:gateway-public");
    await stripe.pay(url);
    await eventually(async () => {
      expect(await stripe.webhooksUnderWay()).toBeGreaterThan(0);
    }, NOTICED);
    expect(await statusOf(id)).toBe("reserved");
    await stack.start("sidecar:gateway-public");
    await becomes(id, "booked");
  }, 240_000);

  it("while Kafka is away: a payment's event, so that its booking stays reserved; events then come in order", async () => {
    const { roomId } = await client.newRoom(landlord, 1);
    await stack.stop("kafka");
    const { id } = await client.newBooking(tenant, roomId);
    await stripe.pay(await client.checkoutUrl(tenant, id));
    await eventually(async () => {
      const waiting = await waitingIn("payment", "payments", id);
      expect(waiting).toEqual([{ type: "payment.succeeded.v1" }]);
    }, NOTICED);
    expect(await statusOf(id)).toBe("reserved");
    await stack.start("kafka");
    await becomes(id, "booked");
    await eventually(async () => {
      expect(await waitingIn("booking", "bookings", id)).toEqual([]);
    }, SOON);
    const typesOf = await openEventLog(stack);
    expect(typesOf(id)).toEqual([
      "booking.reserved.v1",
      "booking.confirmed.v1",
    ]);
  }, 240_000);

  it("while property is away: booking's refusal of a quantity, at the broker", async () => {
    const { propertyId, roomId } = await client.newRoom(landlord, 2);
    await client.newBooking(tenant, roomId);
    await client.newBooking(tenant, roomId);
    const quantity = () => quantityOf(landlord, { propertyId, roomId });
    await stack.stop("booking");
    const path = `/api/property/properties/${propertyId}/rooms/${roomId}`;
    const fewer = {
      method: "PATCH",
      token: landlord.token,
      body: { quantity: 1 },
    };
    expect(await told(client.call(path, fewer))).toBe("200");
    expect(await quantity()).toBe(1);
    const unsent = () => waitingIn("property", "properties", propertyId);
    await eventually(async () => expect(await unsent()).toEqual([]), NOTICED);
    await stack.stop("property");
    await stack.start("booking");
    await eventually(async () => {
      const sent = await rowsOf(
        stack,
        "booking",
        `SELECT 1 FROM outbox WHERE type = 'room.quantity_refused.v1'
           AND aggregate_id = $1 AND delivered_at IS NOT NULL`,
        [propertyId],
      );
      expect(sent).toHaveLength(1);
    }, NOTICED);
    await stack.start("property");
    await eventually(async () => expect(await quantity()).toBe(2), SOON);
  }, 240_000);

  it("while sentry is away: a sidecar that starts, for its certificate", async () => {
    const list = () => told(client.call("/api/public/property/properties"));
    await stack.stop("sentry");
    await stack.kill("sidecar:property", "SIGKILL");
    await eventually(
      async () => expect(await list()).toBe("503 UPSTREAM.UNAVAILABLE"),
      NOTICED,
    );
    await stack.start("sentry");
    await eventually(async () => expect(await list()).toBe("200"), SOON);
  }, 240_000);
});

/** How many rooms of a kind a landlord offers, as property tells them. */
async function quantityOf(
  { token }: User,
  {
    propertyId,
    roomId,
  }: { readonly propertyId: string; readonly roomId: string },
): Promise<number | undefined> {
  const path = `/api/property/properties/${propertyId}`;
  const answer = await client.call(path, { token });
  const { property } = answer.json<{
    property: { rooms: { id: string; quantity: number }[] };
  }>();
  return property.rooms.find(({ id }) => id === roomId)?.quantity;
}

describe("a service", () => {
  it.each(["auth", "property", "booking", "payment"])(
    "%s is not ready while PostgreSQL is away, and is ready by itself when it is back",
    async (app) => {
      const headers = { "dapr-api-token": appTokenOf(stack, app) };
      const ready = async () =>
        (await callApp(stack, app, "/readyz", { headers })).status;
      expect(await ready()).toBe(200);
      await stack.stop("postgres");
      await eventually(async () => expect(await ready()).toBe(503), NOTICED);
      await stack.start("postgres");
      await eventually(async () => expect(await ready()).toBe(200), SOON);
    },
    240_000,
  );
});

describe("the gateway", () => {
  it("lets who connects after it was killed wait for the next one", async () => {
    const url = `${urlOf(stack, "gateway")}/api/public/property/properties`;
    const killed = await pidOf("gateway");
    await stack.kill("gateway", "SIGKILL");
    // Who is connected to it when it dies hears nothing more.
    await eventually(() => expect(isAlive(killed)).toBe(false), NOTICED);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => sendRequest(url)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await pidOf("gateway")).not.toBe(killed);
  }, 60_000);
});

async function pidOf(name: string): Promise<number> {
  const found = (await stack.status()).find(({ spec }) => spec.name === name);
  if (!found?.identity) throw new Error(`${name} does not run`);
  return found.identity.pid;
}

/** A signal of zero is sent to nobody and says whether somebody is there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
