import { afterEach, describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { ask, told, WELL, type Answers } from "./support/asking.js";
import { backlogOf } from "./support/backlog.js";
import { createClient, refreshCookieOf } from "./support/client.js";
import { rowsOf } from "./support/database.js";
import { letBook } from "./support/people.js";
import { restore } from "./support/restore.js";
import { testStack } from "./support/stack.js";
import { stripeOf } from "./support/stripe.js";

/** docs/failure-modes.md promises it: this long after a process is back, everything that waited has been done. */
const WORKED_OFF_WITHIN_MS = 30_000;

/** For an absence to be noticed, and for connections that were under way to end. */
const NOTICED = { withinMs: 20_000, everyMs: 500 };

/** How long a process is away at least, while people go on. */
const AWAY_MS = 3_000;

/** A sidecar that cannot be reached, or an app that its sidecar cannot reach. */
const GONE = "503 UPSTREAM.UNAVAILABLE";
/** The service answers and lacks what it needs for this. */
const LACKING = "503 SERVICE.UNAVAILABLE";
const REFUSED = "no connection";

/** Who is away -> what changes for callers; all else is as ever. docs/failure-modes.md is the same in words. */
const outages: readonly (readonly [string, Partial<Answers>])[] = [
  [
    "gateway",
    {
      signIn: REFUSED,
      list: REFUSED,
      change: REFUSED,
      stock: REFUSED,
      read: REFUSED,
      reserve: REFUSED,
      checkout: "none",
    },
  ],
  [
    "sidecar:gateway",
    { change: GONE, read: GONE, reserve: GONE, checkout: "none" },
  ],
  ["sidecar:gateway-public", { signIn: GONE, list: GONE, stock: GONE }],
  ["auth", { signIn: GONE }],
  ["sidecar:auth", { signIn: GONE }],
  ["property", { list: GONE, change: GONE }],
  ["sidecar:property", { list: GONE, change: GONE }],
  ["booking", { stock: GONE, read: GONE, reserve: GONE, checkout: "none" }],
  [
    "sidecar:booking",
    { stock: GONE, read: GONE, reserve: GONE, checkout: "none" },
  ],
  ["payment", { checkout: "opening" }],
  ["sidecar:payment", { checkout: "opening" }],
  ["placement", { checkout: "opening" }],
  ["scheduler", { checkout: "opening" }],
  ["sentry", {}],
  [
    "postgres",
    {
      signIn: LACKING,
      list: LACKING,
      change: LACKING,
      stock: LACKING,
      read: LACKING,
      reserve: LACKING,
      checkout: "none",
    },
  ],
  ["kafka", {}],
  ["redis", { signIn: LACKING }],
  ["stripe", { checkout: "opening" }],
];

const stack = await testStack();
const client = createClient(stack);
const stripe = stripeOf(stack);

describe("while one process is away for some seconds", () => {
  let people: ReturnType<typeof letBook> | undefined;
  afterEach(async () => {
    await restore(stack);
    await people?.callHome().catch(() => undefined);
  }, 240_000);

  const unbooked = (ids: readonly string[]) =>
    rowsOf(
      stack,
      "booking",
      "SELECT id, status FROM booking WHERE id = ANY($1) AND status <> 'booked'",
      [ids],
    );

  it.each(outages)(
    "%s: callers hear it or notice nothing, and 30 s after its return all that people began is done",
    async (away, changes) => {
      const landlord = await client.newUser("landlord");
      const asking = await client.newUser("tenant");
      const tenants = [
        await client.newUser("tenant"),
        await client.newUser("tenant"),
      ];
      const room = await client.newRoom(landlord, 500);
      const { roomId } = room;
      const { id: bookingId } = await client.newBooking(asking, roomId);
      const asked = { tenant: asking, landlord, ...room, bookingId };
      people = letBook({ client, stripe, roomId }, tenants);
      const key = randomUUID();
      await stack.stop(away);
      const time = delay(AWAY_MS);
      await eventually(async () => {
        const answers = await ask(client, asked, randomUUID());
        expect(answers).toEqual({ ...WELL, ...changes });
      }, NOTICED);
      await told(client.reserve(asking, roomId, key));
      await time;

      await stack.start(away);
      const deadline = Date.now() + WORKED_OFF_WITHIN_MS;
      const inTime = () => ({ withinMs: deadline - Date.now(), everyMs: 250 });
      await eventually(async () => {
        const answers = await ask(client, asked, key);
        // The booking of this key may have been made while its answer was lost.
        const reserve = answers.reserve === "200" ? "201" : answers.reserve;
        expect({ ...answers, reserve }).toEqual(WELL);
      }, inTime());
      const ids = await people.callHome();
      await eventually(async () => {
        expect(await unbooked(ids)).toEqual([]);
        expect(await backlogOf(stack, roomId)).toEqual([]);
      }, inTime());
      expect(ids.length).toBeGreaterThanOrEqual(tenants.length);
      expect(Date.now()).toBeLessThan(deadline);
    },
    150_000,
  );

  it("auth: a service that starts without it tells so to who brings a token, until auth is back", async () => {
    const { token } = await client.newUser("tenant");
    const read = () => told(client.call("/api/booking/bookings", { token }));
    await stack.stop("auth");
    await stack.restart("booking");
    await eventually(async () => expect(await read()).toBe(LACKING));
    await stack.start("auth");
    await eventually(async () => expect(await read()).toBe("200"));
  }, 150_000);

  it("redis: who was signed in before is so afterwards", async () => {
    const { email, password } = await client.newUser("tenant");
    const body = { email, password };
    const signedIn = await client.call("/api/public/auth/login", {
      method: "POST",
      body,
    });
    const cookie = refreshCookieOf(signedIn);
    const refresh = () =>
      told(
        client.call("/api/public/auth/refresh", {
          method: "POST",
          headers: { cookie },
        }),
      );
    await stack.stop("redis");
    await eventually(async () => expect(await refresh()).toBe(LACKING));
    await stack.start("redis");
    await eventually(async () => expect(await refresh()).toBe("200"));
  }, 150_000);
});
