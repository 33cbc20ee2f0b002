import { describe, expect, it } from "@jest/globals";
import { another, brokenBy, edited } from "./evidence-corruption.js";
import type { Corruption } from "./evidence-corruption.js";
import { evidenceOf, good, LIVES, NOW, toldOf } from "./evidence-example.js";
import { judge } from "./verdict.js";

const longAgo = NOW - 500_000;

describe("what should have ended", () => {
  it.each<[string, Corruption, string[]]>([
    [
      "a hold past its time",
      ({ bookings }) => ({
        bookings: edited(
          bookings,
          { bookingId: "held" },
          { holdExpiresAt: longAgo },
        ),
      }),
      ["hold"],
    ],
    [
      "a hold that its tenant has given up",
      ({ bookings, outbox }) => ({
        bookings: edited(
          bookings,
          { bookingId: "held" },
          { status: "expiring", reason: "tenant" },
        ),
        outbox: another(
          outbox,
          { bookingId: "held", type: "start" },
          { id: "x", type: "raise", position: 1000, payload: {} },
        ),
      }),
      ["hold"],
    ],
    [
      "a checkout that nobody looks at",
      ({ checkouts }) => ({
        checkouts: edited(
          checkouts,
          { bookingId: "held" },
          { nextLookAt: longAgo, claimedUntil: longAgo },
        ),
      }),
      ["checkout"],
    ],
    [
      "a checkout that nobody will look at",
      ({ checkouts }) => ({
        checkouts: edited(
          checkouts,
          { bookingId: "held" },
          { nextLookAt: null },
        ),
      }),
      ["checkout"],
    ],
    [
      "a checkout that is still being opened",
      ({ checkouts }) => ({
        checkouts: edited(
          checkouts,
          { bookingId: "held" },
          { status: "opening" },
        ),
      }),
      ["checkout"],
    ],
    [
      "a saga of a booking that is settled",
      ({ sagas }) => ({
        sagas: edited(sagas, { bookingId: "booked" }, { status: "RUNNING" }),
      }),
      ["saga"],
    ],
    [
      "a hold whose saga has ended",
      ({ sagas }) => ({
        sagas: edited(sagas, { bookingId: "held" }, { status: "COMPLETED" }),
      }),
      ["saga"],
    ],
    [
      "a saga that has failed",
      ({ sagas }) => ({
        sagas: edited(sagas, { bookingId: "booked" }, { status: "FAILED" }),
      }),
      ["saga"],
    ],
  ])("is found out: %s", (_, corrupt, rules) => {
    expect(brokenBy(corrupt)).toEqual(rules);
  });

  it.each(["TERMINATED", "UNREADABLE", "UNREPLAYABLE"])(
    "may be %s in the engine once its booking is settled",
    (status) => {
      const broken = brokenBy(({ sagas }) => ({
        sagas: edited(sagas, { bookingId: "booked" }, { status }),
      }));
      expect(broken).toEqual([]);
    },
  );

  it("is found out: late money that is never given back", () => {
    const lives = LIVES.map((life) =>
      life.bookingId === "refunded"
        ? { ...life, status: "refunding", told: life.told.slice(0, -2) }
        : life,
    );
    const found = judge(toldOf(good), evidenceOf(lives, 4), NOW);
    expect(found.map(({ rule }) => rule)).toEqual(["money", "refund"]);
  });
});
