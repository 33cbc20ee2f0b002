import { describe, expect, it } from "@jest/globals";
import { another, brokenBy, edited, without } from "./evidence-corruption.js";
import type { Corruption } from "./evidence-corruption.js";
import { ROOM } from "./evidence-example.js";

const confirmed = { bookingId: "booked", type: "booking.confirmed.v1" };
const succeeded = "booked payment.succeeded";

describe("a history", () => {
  it.each<[string, Corruption, string[]]>([
    [
      "in which a booked room is given back",
      ({ bookings, outbox, log, rooms }) => {
        const event = { id: "x", eventId: "x", type: "booking.cancelled.v1" };
        const payload = { reason: null };
        const told = { ...event, position: 1000, payload };
        return {
          rooms: edited(rooms, { roomId: ROOM }, { available: 2 }),
          bookings: edited(
            bookings,
            { bookingId: "booked" },
            { status: "cancelled" },
          ),
          outbox: another(
            another(outbox, confirmed, told),
            { bookingId: "booked", type: "raise" },
            { id: "y" },
          ),
          log: another(log, confirmed, { ...event, offset: 1000, payload }),
        };
      },
      ["history", "money"],
    ],
    [
      "whose last event was never written",
      ({ outbox, log }) => ({
        outbox: without(outbox, confirmed),
        log: without(log, confirmed),
      }),
      ["history"],
    ],
    [
      "that tells another reason than the booking",
      ({ bookings }) => ({
        bookings: edited(
          bookings,
          { bookingId: "cancelled" },
          { reason: "tenant" },
        ),
      }),
      ["history"],
    ],
    [
      "of a booking that was never made",
      ({ outbox, log }) => {
        const unmade = { bookingId: "unmade", id: "x", position: 1000 };
        const logged = { bookingId: "unmade", key: "unmade", eventId: "x" };
        const reserved = { bookingId: "held", type: "booking.reserved.v1" };
        return {
          outbox: another(outbox, reserved, unmade),
          log: another(log, reserved, logged),
        };
      },
      ["history"],
    ],
    [
      "of a payment that is told twice",
      ({ outbox, log, effects }) => {
        const found = { bookingId: "booked", type: "payment.succeeded.v1" };
        return {
          outbox: another(outbox, found, { id: "x", position: 1000 }),
          log: another(log, found, { eventId: "x", offset: 1000 }),
          effects: another(effects, { eventId: succeeded }, { eventId: "x" }),
        };
      },
      ["payment-history"],
    ],
    [
      "of a payment that differs from its row",
      ({ checkouts }) => ({
        checkouts: edited(
          checkouts,
          { bookingId: "refunded" },
          { refundAnnounced: false },
        ),
      }),
      ["payment-history"],
    ],
    [
      "without the order of its saga",
      ({ outbox }) => ({
        outbox: without(outbox, { bookingId: "booked", type: "start" }),
      }),
      ["saga-commands"],
    ],
    [
      "whose refund is ordered twice",
      ({ outbox }) => ({
        outbox: another(
          outbox,
          { id: "refunded booking.refunding refund-saga" },
          { id: "x" },
        ),
      }),
      ["saga-commands"],
    ],
  ])("%s is found out", (_, corrupt, rules) => {
    expect(brokenBy(corrupt)).toEqual(rules);
  });
});
