import { describe, expect, it } from "@jest/globals";
import { another, brokenBy, edited, without } from "./evidence-corruption.js";
import type { Corruption } from "./evidence-corruption.js";
import {
  evidenceOf,
  good,
  LIVES,
  NOW,
  ROOM,
  toldOf,
} from "./evidence-example.js";
import { endingsOf, judge } from "./verdict.js";

const succeeded = "booked payment.succeeded";

describe("a run in which all went well", () => {
  it("breaks no rule", () => {
    expect(judge(toldOf(good), good, NOW)).toEqual([]);
  });

  it("may leave clients without the answer to a booking, which then counts all the same", () => {
    const { rooms } = toldOf(good);
    expect(judge({ rooms, bookings: [] }, good, NOW)).toEqual([]);
  });

  it.each<[string, Corruption]>([
    [
      "an event that was delivered twice",
      ({ log }) => ({
        log: another(log, { eventId: succeeded }, { offset: 1000 }),
      }),
    ],
    [
      "a webhook that was lost, for which a sweep has made up",
      ({ webhooks, effects }) => ({
        webhooks: edited(
          webhooks,
          { bookingId: "booked" },
          { status: "lost", attempts: 0 },
        ),
        effects: without(effects, { eventId: "booked webhook" }),
      }),
    ],
    [
      "a row that was written a moment ago",
      ({ outbox }) => ({
        outbox: edited(
          outbox,
          { bookingId: "held", type: "start" },
          { createdAt: NOW - 100, deliveredAt: null },
        ),
      }),
    ],
    [
      "a saga that ended so long ago that Dapr has forgotten it",
      ({ sagas }) => ({
        sagas: edited(sagas, { bookingId: "booked" }, { status: "GONE" }),
      }),
    ],
    [
      "a refund that was tried twice",
      ({ givenBack, refunds }) => ({
        givenBack: another(
          givenBack,
          { bookingId: "refunded" },
          { refundId: "first", status: "failed" },
        ),
        refunds: another(
          refunds,
          { bookingId: "refunded" },
          { refundId: "first", status: "failed" },
        ),
      }),
    ],
  ])("may have %s", (_, corrupt) => {
    expect(brokenBy(corrupt)).toEqual([]);
  });
});

describe("rooms", () => {
  it.each<[string, Corruption]>([
    [
      "are one less",
      ({ rooms }) => ({
        rooms: edited(rooms, { roomId: ROOM }, { available: 0 }),
      }),
    ],
    [
      "are given back twice",
      ({ rooms }) => ({
        rooms: edited(rooms, { roomId: ROOM }, { available: 2 }),
      }),
    ],
    [
      "are more than there were",
      ({ rooms }) => ({
        rooms: edited(rooms, { roomId: ROOM }, { initial: 5, available: 2 }),
      }),
    ],
    ["are gone", () => ({ rooms: [] })],
  ])("are found out when they %s", (_, corrupt) => {
    expect(brokenBy(corrupt)).toEqual(["stock"]);
  });

  it.each([0, -2])(
    "are found out when they are oversold, with %d left by the books",
    (available) => {
      const more = LIVES.filter(({ bookingId }) => bookingId === "booked");
      const lives = [1, 2, 3].flatMap((number) =>
        more.map((life) => ({ ...life, bookingId: `another ${number}` })),
      );
      const oversold = evidenceOf([...LIVES, ...lives], 4);
      const rooms = edited(oversold.rooms, { roomId: ROOM }, { available });
      const found = judge(toldOf(oversold), { ...oversold, rooms }, NOW);
      expect(found).toEqual([
        {
          rule: "stock",
          roomId: ROOM,
          what: `${available} available and 6 held or booked, of 4 (4 by the books)`,
        },
      ]);
    },
  );
});

describe("a promise", () => {
  it("is broken when a booking that a client was told of is gone", () => {
    const told = toldOf(good);
    const lives = LIVES.filter(({ bookingId }) => bookingId !== "cancelled");
    expect(judge(told, evidenceOf(lives, 4), NOW)).toEqual([
      {
        rule: "told",
        bookingId: "cancelled",
        what: expect.stringContaining("gone"),
      },
    ]);
  });

  it("is broken when one key of a tenant has made two bookings", () => {
    expect(
      brokenBy(({ bookings }) => ({
        bookings: bookings.map((booking) => ({
          ...booking,
          idempotencyKey: "one for all",
        })),
      })),
    ).toEqual([]);
    const [one] = good.bookings;
    expect(
      brokenBy(({ bookings }) => ({
        bookings: edited(
          bookings,
          { bookingId: "cancelled" },
          {
            tenantId: one?.tenantId ?? "",
            idempotencyKey: one?.idempotencyKey ?? "",
          },
        ),
      })),
    ).toEqual(["key", "told"]);
  });

  it("is broken when it is another tenant's", () => {
    expect(
      brokenBy(({ bookings }) => ({
        bookings: edited(
          bookings,
          { bookingId: "booked" },
          { tenantId: "somebody" },
        ),
      })),
    ).toEqual(["told"]);
  });
});

describe("endings", () => {
  it("are counted, with the reason and with what was forgotten", () => {
    const told = toldOf(good);
    const forgotten = { bookingId: "x", roomId: ROOM, tenantId: "t" };
    const bookings = [...told.bookings, forgotten];
    expect(endingsOf({ ...told, bookings }, good)).toEqual({
      booked: 1,
      reserved: 1,
      "cancelled:hold_expired": 1,
      refunded: 1,
      "booked-after-cancelled": 1,
      forgotten: 1,
    });
  });
});
