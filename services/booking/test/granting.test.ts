import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Attempt } from "../src/persistence/grants.js";
import { reservedEvent } from "../src/use-cases/booking-events.js";
import {
  createGrantTogether,
  type Outcome,
} from "../src/use-cases/grant-together.js";
import { requestHashOf } from "../src/use-cases/request-hash.js";
import { startBookingSaga } from "../src/use-cases/saga-commands.js";
import { haveRoom, nextMonth, startService, type Service } from "./service.js";

const attempt = (given: Partial<Attempt> = {}): Attempt => ({
  tenantId: randomUUID(),
  idempotencyKey: randomUUID(),
  moveInDate: nextMonth(),
  holdExpiresAt: new Date(Date.now() + 600_000),
  traceparent: null,
  ...given,
});

const kinds = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ kind }) => kind);

describe("granting together", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });

  afterAll(() => service.close());

  const grants = (mostWaiting = 1_000) =>
    createGrantTogether({ dataSource: service.dataSource, mostWaiting });

  const bookingIdsOf = async (roomId: string) => {
    const rows = await service.dataSource.query<{ id: string }[]>(
      "SELECT id FROM booking WHERE room_id = $1",
      [roomId],
    );
    return new Set(rows.map(({ id }) => id));
  };

  it("grants in order of arrival, and answers each caller its own booking", async () => {
    const { roomId } = await haveRoom(service, 10);
    const grant = grants();
    const attempts = Array.from({ length: 300 }, () => attempt());
    const outcomes = await Promise.all(
      attempts.map((each) => grant(roomId, each)),
    );
    expect(kinds(outcomes)).toEqual(
      attempts.map((_each, turn) => (turn < 10 ? "granted" : "sold-out")),
    );
    for (const [turn, outcome] of outcomes.entries()) {
      if (outcome.kind !== "granted") continue;
      const { tenantId } = attempts[turn] ?? attempt();
      expect(outcome.booking).toMatchObject({ tenantId, roomId });
    }
    expect(await bookingIdsOf(roomId)).toEqual(
      new Set(
        outcomes.flatMap((each) =>
          each.kind === "granted" ? [each.booking.id] : [],
        ),
      ),
    );
  });

  it("plans its statements once, not for each request", async () => {
    const { roomId } = await haveRoom(service, 20);
    const grant = grants();
    // One after the other, so that all of them take the same connection of the pool.
    for (let turn = 0; turn < 40; turn += 1) await grant(roomId, attempt());
    const plans = await service.dataSource.query<
      { name: string; custom: number; generic: number }[]
    >(
      `SELECT name, custom_plans::int AS custom, generic_plans::int AS generic
       FROM pg_prepared_statements ORDER BY name`,
    );
    // PostgreSQL tries five times whether plans for the values at hand are cheaper.
    for (const name of ["grant-rooms", "look-at-attempts"]) {
      const plan = plans.find((each) => each.name === name);
      expect(plan).toMatchObject({ custom: 5 });
      expect(plan?.generic).toBeGreaterThanOrEqual(10);
    }
  });

  it("sells no room twice when four replicas grant at once", async () => {
    const { roomId } = await haveRoom(service, 37);
    const replicas = [grants(), grants(), grants(), grants()];
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        replicas.map((grant) => grant(roomId, attempt())),
      ).flat(),
    );
    expect(kinds(outcomes).filter((kind) => kind === "granted")).toHaveLength(
      37,
    );
    expect(await bookingIdsOf(roomId)).toHaveProperty("size", 37);
    expect(await service.stockOf(roomId)).toMatchObject({
      availableQuantity: 0,
    });
  });

  it("tells exactly what the event's schema and the saga ask for", async () => {
    const { roomId } = await haveRoom(service, 1);
    const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    const outcome = await grants()(roomId, attempt({ traceparent }));
    if (outcome.kind !== "granted") throw new Error(outcome.kind);
    const { booking } = outcome;
    const holdExpiresAt = booking.holdExpiresAt.toISOString();
    const rows = await service.dataSource.query<unknown[]>(
      `SELECT destination, aggregate_id AS "aggregateId", type, payload, traceparent
       FROM outbox WHERE aggregate_id = $1 ORDER BY position`,
      [booking.id],
    );
    expect(rows).toEqual([
      { ...reservedEvent(booking), traceparent },
      {
        ...startBookingSaga({ bookingId: booking.id, holdExpiresAt }),
        traceparent,
      },
    ]);
  });

  it("lets an attempt that the database refuses fail alone", async () => {
    const { roomId } = await haveRoom(service, 10);
    const grant = grants();
    const results = await Promise.allSettled(
      [{}, {}, { moveInDate: "never" }, {}].map((given) =>
        grant(roomId, attempt(given)),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(await service.stockOf(roomId)).toMatchObject({
      availableQuantity: 7,
    });
  });

  it("grants all the same when keys used for two rooms lock each other out", async () => {
    const [one, other] = [
      await haveRoom(service, 5),
      await haveRoom(service, 5),
    ];
    const [first, second] = [attempt(), attempt()];
    const elsewhere = service.dataSource.createQueryRunner();
    const insertElsewhere = ({ tenantId, idempotencyKey }: Attempt) =>
      elsewhere.query(
        `INSERT INTO booking (id, room_id, property_id, landlord_id, tenant_id, idempotency_key,
           request_hash, status, amount_paise, move_in_date, hold_expires_at)
         SELECT $1, room_id, property_id, landlord_id, $2, $3, 'hash', 'reserved', 1, now(), now()
         FROM room_inventory WHERE room_id = $4`,
        [uuidv7(), tenantId, idempotencyKey, other.roomId],
      );
    await elsewhere.startTransaction();
    try {
      await insertElsewhere(first);
      const grant = grants();
      // Alone, so that the two below are one group.
      const opening = grant(one.roomId, attempt());
      const together = [
        grant(one.roomId, second),
        grant(one.roomId, first),
      ] as const;
      await opening;
      // By then the group has written the second and waits for the first.
      await eventually(async () => {
        const waiting = await service.dataSource.query<unknown[]>(
          `SELECT FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(waiting).toHaveLength(1);
      });
      await insertElsewhere(second);
      await elsewhere.commitTransaction();
      expect(kinds(await Promise.all(together))).toEqual([
        "repeated",
        "repeated",
      ]);
    } finally {
      await elsewhere.release();
    }
  });

  it("gives the rooms that repeated keys did not need to those behind them", async () => {
    const { roomId } = await haveRoom(service, 3);
    const grant = grants();
    const same = { tenantId: randomUUID(), idempotencyKey: randomUUID() };
    const outcomes = await Promise.all([
      ...Array.from({ length: 20 }, () => grant(roomId, attempt(same))),
      grant(roomId, attempt()),
      grant(roomId, attempt()),
      grant(roomId, attempt()),
    ]);
    expect(kinds(outcomes)).toEqual([
      "granted",
      ...Array.from({ length: 19 }, () => "repeated"),
      "granted",
      "granted",
      "sold-out",
    ]);
  });

  it("refuses for a sold-out room without waiting for its row", async () => {
    const { roomId } = await haveRoom(service, 1);
    const grant = grants();
    expect(kinds([await grant(roomId, attempt())])).toEqual(["granted"]);
    const holder = service.dataSource.createQueryRunner();
    await holder.startTransaction();
    try {
      await holder.query(
        "SELECT 1 FROM room_inventory WHERE room_id = $1 FOR UPDATE",
        [roomId],
      );
      expect(kinds([await grant(roomId, attempt())])).toEqual(["sold-out"]);
    } finally {
      await holder.rollbackTransaction();
      await holder.release();
    }
  });

  it("grants again the moment that a sold-out room's stock comes back", async () => {
    const { roomId } = await haveRoom(service, 1);
    const grant = grants();
    await grant(roomId, attempt());
    expect(kinds([await grant(roomId, attempt())])).toEqual(["sold-out"]);
    await service.dataSource.query(
      "UPDATE room_inventory SET available_quantity = 1 WHERE room_id = $1",
      [roomId],
    );
    expect(kinds([await grant(roomId, attempt())])).toEqual(["granted"]);
    expect(kinds([await grant(roomId, attempt())])).toEqual(["sold-out"]);
  });

  it("answers a repeated key of a sold-out room with its booking", async () => {
    const { roomId } = await haveRoom(service, 1);
    const grant = grants();
    const first = attempt();
    const made = await grant(roomId, first);
    if (made.kind !== "granted") throw new Error(made.kind);
    expect(kinds([await grant(roomId, attempt())])).toEqual(["sold-out"]);
    expect(await grant(roomId, first)).toEqual({
      kind: "repeated",
      booking: made.booking,
      requestHash: requestHashOf({ roomId, moveInDate: first.moveInDate }),
    });
  });
});
