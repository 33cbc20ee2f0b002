import { describe, expect, it } from "@jest/globals";
import { another, brokenBy, edited, without } from "./evidence-corruption.js";
import type { Corruption } from "./evidence-corruption.js";

const confirmed = { bookingId: "booked", type: "booking.confirmed.v1" };
const succeeded = "booked payment.succeeded";

describe("an event", () => {
  it.each<[string, Corruption, string[]]>([
    [
      "that was never delivered",
      ({ outbox }) => ({
        outbox: edited(
          outbox,
          { bookingId: "held", type: "start" },
          { deliveredAt: null },
        ),
      }),
      ["delivery"],
    ],
    [
      "that is not in the log although it was delivered",
      ({ log }) => ({ log: without(log, confirmed) }),
      ["log"],
    ],
    [
      "that is in no outbox",
      ({ log }) => ({
        log: another(log, confirmed, { eventId: "x", offset: 1000 }),
      }),
      ["log"],
    ],
    [
      "that travels under another's key",
      ({ log }) => ({ log: edited(log, confirmed, { key: "held" }) }),
      ["log"],
    ],
    [
      "that says something else in the log",
      ({ log }) => ({ log: edited(log, confirmed, { payload: { a: 1 } }) }),
      ["log"],
    ],
    [
      "that is on another partition than the others of its booking",
      ({ log }) => ({ log: edited(log, confirmed, { partition: 1 }) }),
      ["order"],
    ],
    [
      "that overtakes another of its booking",
      ({ log }) => ({ log: edited(log, confirmed, { offset: 0 }) }),
      ["order"],
    ],
    [
      "that had its effect without a record of it",
      ({ effects }) => ({ effects: without(effects, { eventId: succeeded }) }),
      ["effect"],
    ],
    [
      "that payment has answered for without a record of it",
      ({ effects }) => ({
        effects: without(effects, { eventId: "booked webhook" }),
      }),
      ["effect"],
    ],
  ])("%s is found out", (_, corrupt, rules) => {
    expect(brokenBy(corrupt)).toEqual(rules);
  });
});
