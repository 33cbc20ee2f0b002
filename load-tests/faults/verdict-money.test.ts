import { describe, expect, it } from "@jest/globals";
import { another, brokenBy, edited, without } from "./evidence-corruption.js";
import type { Corruption } from "./evidence-corruption.js";

describe("money", () => {
  it.each<[string, Corruption, string[]]>([
    [
      "taken twice for one booking",
      ({ captures }) => ({
        captures: another(
          captures,
          { bookingId: "booked" },
          { captureId: "second" },
        ),
      }),
      ["money"],
    ],
    [
      "never taken for a booked room",
      ({ captures }) => ({
        captures: without(captures, { bookingId: "booked" }),
      }),
      ["books", "money"],
    ],
    [
      "of another amount than the booking's",
      ({ captures }) => ({
        captures: edited(captures, { bookingId: "booked" }, { amount: 1 }),
      }),
      ["money"],
    ],
    [
      "that came late and was kept",
      ({ givenBack, refunds }) => ({
        givenBack: without(givenBack, { bookingId: "refunded" }),
        refunds: without(refunds, { bookingId: "refunded" }),
      }),
      ["money"],
    ],
    [
      "given back twice",
      ({ givenBack, refunds }) => ({
        givenBack: another(
          givenBack,
          { bookingId: "refunded" },
          { refundId: "second" },
        ),
        refunds: another(
          refunds,
          { bookingId: "refunded" },
          { refundId: "second" },
        ),
      }),
      ["money"],
    ],
    [
      "given back in part",
      ({ givenBack }) => ({
        givenBack: edited(givenBack, { bookingId: "refunded" }, { amount: 1 }),
      }),
      ["books", "money"],
    ],
    [
      "whose refund does not end",
      ({ givenBack }) => ({
        givenBack: edited(
          givenBack,
          { bookingId: "refunded" },
          { status: "pending" },
        ),
      }),
      ["books", "money"],
    ],
    [
      "given back of which payment knows nothing",
      ({ refunds }) => ({
        refunds: without(refunds, { bookingId: "refunded" }),
      }),
      ["books"],
    ],
    [
      "given back by payment's books only",
      ({ refunds }) => ({
        refunds: another(
          refunds,
          { bookingId: "refunded" },
          { refundId: "invented" },
        ),
      }),
      ["books"],
    ],
  ])("%s is found out", (_, corrupt, rules) => {
    expect(brokenBy(corrupt)).toEqual(rules);
  });

  it("taken for a booking that does not exist is found out", () => {
    expect(
      brokenBy(({ captures }) => ({
        captures: another(
          captures,
          { bookingId: "booked" },
          { bookingId: "nowhere", captureId: "stray" },
        ),
      })),
    ).toEqual(["books", "money"]);
  });

  it("that came late and that nobody has heard of is found out", () => {
    expect(
      brokenBy(({ captures }) => ({
        captures: another(
          captures,
          { bookingId: "booked" },
          { bookingId: "cancelled", captureId: "late" },
        ),
      })),
    ).toEqual(["books", "money"]);
  });
});
