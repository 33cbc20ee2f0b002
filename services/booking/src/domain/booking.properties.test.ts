/** The booking's state machine against stories that nobody would think of. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  askToExpire,
  becomes,
  deliver,
  finish,
  newGuest,
  refund,
  type Guest,
} from "../../test/model/guests.js";
import {
  changeQuantity,
  hear,
  houseOf,
  reserve,
  type House,
  type Stay,
} from "../../test/model/house.js";
import type { HeardFact } from "../use-cases/record-fact.js";
import type { BookingStatus } from "./booking.js";

/** One seed for everybody: a failure here is a failure there. It is printed with the smallest story that fails. */
const RUNS = { seed: 20_261_123, numRuns: 300 } as const;

const NEXT: Readonly<Record<BookingStatus, readonly BookingStatus[]>> = {
  reserved: ["expiring", "booked", "cancelled"],
  expiring: ["booked", "cancelled"],
  booked: [],
  cancelled: ["booked", "refunding"],
  refunding: ["refunded"],
  refunded: [],
};

function expectStockAddsUp({ stock, stays }: House): void {
  const having = (...statuses: readonly BookingStatus[]) =>
    stays.filter(({ status }) => statuses.includes(status)).length;
  const held = having("reserved", "expiring");
  const booked = having("booked");
  expect({ ...stock, held, booked }).toEqual({
    initialQuantity: stock.availableQuantity + held + booked,
    availableQuantity: Math.max(0, stock.availableQuantity),
    held,
    booked,
  });
}

function expectLegalWays({ stays }: House): void {
  for (const { history, told } of stays) {
    const illegal = history
      .slice(1)
      .filter((to, index) => !NEXT[history[index] ?? to].includes(to));
    expect({ history, illegal }).toEqual({ history, illegal: [] });
    expect(told).toEqual([...new Set(told)]);
  }
}

/** While the money may still come, the room stays; what is paid back had come, and has no room. */
function expectMoneyAndRoomAgree({ status }: Stay, guest: Guest): void {
  const mayStillCome = guest.money === "open" || guest.money === "processing";
  const hasCome = guest.money === "captured";
  const agrees = {
    reserved: guest.refunds === 0,
    expiring: guest.refunds === 0,
    booked: hasCome && guest.refunds === 0,
    cancelled: !mayStillCome && guest.refunds === 0,
    refunding: hasCome,
    refunded: hasCome && guest.refunds === 1,
  }[status];
  expect({ status, guest, agrees }).toMatchObject({ agrees: true });
}

const heardFact = fc.constantFrom<HeardFact>(
  { kind: "hold-ended" },
  { kind: "tenant-cancelled" },
  { kind: "checkout-expired" },
  { kind: "payment-failed" },
  { kind: "paid" },
  { kind: "refunded" },
);

/** The bookings of a house by index, each with what is true of its money. */
type Guests = Guest[];
type Action = (stay: Stay, guest: Guest, house: House) => void;

/** Something that can happen to a booking when `possible` says so. */
function happening(
  name: string,
  possible: (guest: Guest) => boolean,
  happen: Action,
): fc.Arbitrary<fc.Command<Guests, House>> {
  return fc.nat({ max: 7 }).map((which) => {
    const at = (guests: Guests) => guests[which % guests.length];
    return {
      check: (guests: Readonly<Guests>) => {
        const guest = at(guests as Guests);
        return guest !== undefined && possible(guest);
      },
      run: (guests, house) => {
        const guest = at(guests);
        const stay = house.stays[which % guests.length];
        if (!guest || !stay) throw new Error("nobody to whom it could happen");
        happen(stay, guest, house);
        expectAllRight(guests, house);
      },
      toString: () => `${name} (${which})`,
    };
  });
}

function expectAllRight(guests: Guests, house: House): void {
  expectStockAddsUp(house);
  house.stays.forEach((stay, index) => {
    expectMoneyAndRoomAgree(stay, guests[index] ?? newGuest());
  });
}

const reserves: fc.Command<Guests, House> = {
  check: () => true,
  run: (guests, house) => {
    if (reserve(house)) guests.push(newGuest());
    expectAllRight(guests, house);
  },
  toString: () => "somebody reserves",
};

const wishesQuantity = fc.nat({ max: 5 }).map((quantity) => ({
  check: () => true,
  run: (guests: Guests, house: House) => {
    changeQuantity(house, quantity);
    expectAllRight(guests, house);
  },
  toString: () => `the landlord offers ${quantity}`,
}));

const whileMoneyIs = (money: Guest["money"]) => (guest: Guest) =>
  guest.money === money;
const always = () => true;

const arrives = fc
  .record({ which: fc.nat({ max: 5 }), again: fc.boolean() })
  .chain((how) =>
    happening(
      `a fact arrives${how.again ? ", and will again" : ""}`,
      ({ underWay }) => underWay.length > 0,
      (stay, guest, house) => deliver(house, stay, guest, how),
    ),
  );

const happenings = [
  fc.constant(reserves),
  wishesQuantity,
  arrives,
  arrives,
  happening("the hold ends", always, (stay, _guest, house) =>
    hear(house, stay, { kind: "hold-ended" }),
  ),
  happening("the tenant cancels", always, (stay, _guest, house) =>
    hear(house, stay, { kind: "tenant-cancelled" }),
  ),
  happening("the saga asks to expire", always, (_stay, guest) =>
    askToExpire(guest),
  ),
  happening("a card pays", whileMoneyIs("open"), (_stay, guest) =>
    becomes(guest, "captured"),
  ),
  happening("a slow method begins", whileMoneyIs("open"), (_stay, guest) => {
    guest.money = "processing";
  }),
  happening("slow money comes", whileMoneyIs("processing"), (_stay, guest) =>
    becomes(guest, "captured"),
  ),
  happening("slow money fails", whileMoneyIs("processing"), (_stay, guest) =>
    becomes(guest, "failed"),
  ),
  happening("money comes late", whileMoneyIs("expired"), (_stay, guest) =>
    becomes(guest, "captured"),
  ),
  happening("the refund saga runs", always, (stay, guest) => {
    if (stay.status === "refunding") refund(guest);
  }),
];

describe("bookings of one kind of room, whatever happens to them in whatever order", () => {
  it("keep available + held + booked = initial, go legal ways only, and tell each thing once", () => {
    const step = fc.oneof(
      fc.constant("reserve" as const),
      fc.nat({ max: 5 }),
      fc.record({ which: fc.nat({ max: 7 }), fact: heardFact }),
    );
    const steps = fc.array(step, { maxLength: 60, size: "max" });
    fc.assert(
      fc.property(fc.nat({ max: 5 }), steps, (quantity, story) => {
        const house = houseOf(quantity);
        for (const next of story) {
          if (next === "reserve") reserve(house);
          else if (typeof next === "number") changeQuantity(house, next);
          else {
            const stay = house.stays[next.which % house.stays.length];
            if (stay) hear(house, stay, next.fact);
          }
          expectStockAddsUp(house);
        }
        expectLegalWays(house);
      }),
      RUNS,
    );
  });

  it("hold their rooms while money may come, and end with each capture booked once or refunded in full once", () => {
    const story = fc.commands(happenings, { maxCommands: 60, size: "max" });
    const turns = fc.array(fc.nat({ max: 5 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.nat({ max: 4 }), story, turns, (quantity, run, order) => {
        const house = houseOf(quantity);
        const guests: Guests = [];
        fc.modelRun(() => ({ model: guests, real: house }), run);
        house.stays.forEach((stay, index) => {
          const guest = guests[index] ?? newGuest();
          finish(house, stay, guest, order);
          expectAllRight(guests, house);
          const paidEnd = guest.refunds === 1 ? "refunded" : "booked";
          expect(stay.status).toBe(
            guest.money === "captured" ? paidEnd : "cancelled",
          );
        });
        expectLegalWays(house);
      }),
      RUNS,
    );
  });
});

describe("one story of a booking", () => {
  /** What is heard, and where it ends while a room is left for money that comes late. */
  const stories: readonly [BookingStatus, readonly HeardFact["kind"][]][] = [
    ["booked", ["paid"]],
    ["booked", ["hold-ended", "tenant-cancelled", "paid"]],
    ["booked", ["hold-ended", "checkout-expired", "paid"]],
    ["cancelled", ["hold-ended", "checkout-expired"]],
    ["cancelled", ["tenant-cancelled", "hold-ended", "checkout-expired"]],
    ["cancelled", ["hold-ended", "payment-failed"]],
  ];

  it.each(stories)(
    "ends %s in whatever order and however often it is heard: %s",
    (end, kinds) => {
      const facts = kinds.map((kind): HeardFact => ({ kind }));
      const inAnyOrder = fc
        .array(fc.constantFrom(...facts), { maxLength: 8 })
        .chain((repeated) => {
          const all = [...facts, ...repeated];
          return fc.shuffledSubarray(all, { minLength: all.length });
        });
      fc.assert(
        fc.property(inAnyOrder, (order) => {
          const house = houseOf(2);
          reserve(house);
          const [stay] = house.stays;
          if (!stay) throw new Error("a house with a room left refused");
          for (const fact of order) hear(house, stay, fact);
          expect(stay.status).toBe(end);
          expectLegalWays(house);
          expectStockAddsUp(house);
        }),
        RUNS,
      );
    },
  );
});
