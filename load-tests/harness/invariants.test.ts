import { describe, expect, it } from "@jest/globals";
import { brokenInvariants } from "./invariants.js";

const soldOut = {
  roomId: "r1",
  initial: 10,
  available: 0,
  bookings: 10,
  holding: 10,
  tenants: 10,
  announcedOnce: 10,
  sagaOnce: 10,
};

const expected = { kinds: 1, quantity: 10, granted: 10 };

describe("the invariants of a run's rooms", () => {
  it("hold when ten rooms made ten bookings of ten tenants", () => {
    const strict = { ...expected, onceEach: true, soldOut: true };
    expect(brokenInvariants([soldOut], strict)).toEqual([]);
  });

  it("hold when rooms were given back", () => {
    const given = { ...soldOut, available: 4, holding: 6 };
    expect(brokenInvariants([given], expected)).toEqual([]);
  });

  it.each([
    [
      "overselling",
      { ...soldOut, available: -1, holding: 11 },
      ["room r1: -1 of 10 left"],
    ],
    [
      "a room that was lost",
      { ...soldOut, holding: 9 },
      ["room r1: 0 left and 9 taken of 10"],
    ],
    [
      "a booking that was announced twice, or never",
      { ...soldOut, announcedOnce: 9 },
      ["room r1: 9 of 10 bookings announced exactly once"],
    ],
    [
      "a booking without a saga",
      { ...soldOut, sagaOnce: 8 },
      ["room r1: 8 of 10 bookings with exactly one saga"],
    ],
    [
      "a change of what there is",
      { ...soldOut, initial: 11, available: 1 },
      ["room r1: 11 rooms instead of 10"],
    ],
  ])("name %s", (_, facts, broken) => {
    expect(brokenInvariants([facts], expected)).toEqual(broken);
  });

  it("name a booking that nobody was told of, or a room that is missing", () => {
    expect(brokenInvariants([soldOut], { ...expected, granted: 9 })).toEqual([
      "10 bookings, and clients were told of 9",
    ]);
    expect(brokenInvariants([], { kinds: 2, quantity: 1, granted: 0 })).toEqual(
      ["0 kinds of rooms instead of 2"],
    );
  });

  it("name a tenant with two rooms and a room that is left, where these cannot be", () => {
    const facts = { ...soldOut, tenants: 9, available: 1, holding: 9 };
    const strict = { ...expected, onceEach: true, soldOut: true };
    expect(brokenInvariants([facts], strict)).toEqual([
      "room r1: 10 bookings of 9 tenants who asked once each",
      "room r1: 1 left instead of none",
    ]);
  });

  it("tell the first differences and count the others", () => {
    const lost = Array.from({ length: 30 }, () => ({ ...soldOut, holding: 9 }));
    const many = { kinds: 30, quantity: 10, granted: 300 };
    const broken = brokenInvariants(lost, many);
    expect(broken).toHaveLength(11);
    expect(broken.at(-1)).toBe("and 20 more differences");
  });
});
