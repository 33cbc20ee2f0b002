import { describe, expect, it } from "@jest/globals";
import { transition, type BookingStatus, type Fact } from "./booking.js";

const after = (status: BookingStatus, ...facts: readonly Fact[]) => {
  let booking = {
    status,
    cancellationReason: null as null | ReturnType<typeof reasonOf>,
  };
  let heldRooms =
    status === "reserved" || status === "expiring" || status === "booked"
      ? 1
      : 0;
  for (const fact of facts) {
    const change = transition(booking, fact);
    if (!change) continue;
    if (change.givesRoomBack) heldRooms -= 1;
    if (
      fact.kind === "paid" &&
      booking.status === "cancelled" &&
      fact.roomTaken
    )
      heldRooms += 1;
    booking = { status: change.status, cancellationReason: reasonOf(change) };
  }
  return { ...booking, heldRooms };
};

const reasonOf = (change: NonNullable<ReturnType<typeof transition>>) =>
  change.reason ?? null;

const facts: readonly Fact[] = [
  { kind: "hold-ended" },
  { kind: "tenant-cancelled" },
  { kind: "checkout-expired" },
  { kind: "payment-failed" },
  { kind: "paid", roomTaken: true },
  { kind: "paid", roomTaken: false },
  { kind: "refunded" },
];

describe("the life of a booking", () => {
  it("books a reserved room when it is paid", () => {
    expect(after("reserved", { kind: "paid", roomTaken: false })).toMatchObject(
      {
        status: "booked",
        heldRooms: 1,
      },
    );
  });

  it("keeps the room while the hold has ended but Stripe has not spoken", () => {
    expect(after("reserved", { kind: "hold-ended" })).toMatchObject({
      status: "expiring",
      heldRooms: 1,
    });
  });

  it("lets a payment win over an ended hold and over a tenant's cancellation", () => {
    for (const kind of ["hold-ended", "tenant-cancelled"] as const) {
      expect(
        after("reserved", { kind }, { kind: "paid", roomTaken: false }),
      ).toMatchObject({
        status: "booked",
        heldRooms: 1,
      });
    }
  });

  it("gives the room back once however often it is told to", () => {
    const ended = after(
      "reserved",
      { kind: "hold-ended" },
      { kind: "checkout-expired" },
      { kind: "checkout-expired" },
      { kind: "payment-failed" },
      { kind: "hold-ended" },
    );
    expect(ended).toMatchObject({ status: "cancelled", heldRooms: 0 });
  });

  it("remembers why the hold ended when the checkout then expires", () => {
    expect(
      after(
        "reserved",
        { kind: "tenant-cancelled" },
        { kind: "checkout-expired" },
      ),
    ).toMatchObject({ cancellationReason: "tenant" });
    expect(after("reserved", { kind: "checkout-expired" })).toMatchObject({
      cancellationReason: "checkout_expired",
    });
  });

  it("takes a room again for late money when one is left, and refunds when none is", () => {
    expect(after("cancelled", { kind: "paid", roomTaken: true })).toMatchObject(
      {
        status: "booked",
        heldRooms: 1,
      },
    );
    expect(
      after(
        "cancelled",
        { kind: "paid", roomTaken: false },
        { kind: "refunded" },
      ),
    ).toMatchObject({ status: "refunded", heldRooms: 0 });
  });

  it("hears every fact twice without a second effect, in every status", () => {
    const statuses: readonly BookingStatus[] = [
      "reserved",
      "expiring",
      "booked",
      "cancelled",
      "refunding",
      "refunded",
    ];
    for (const status of statuses) {
      for (const fact of facts) {
        expect(after(status, fact, fact)).toEqual(after(status, fact));
      }
    }
  });

  it("holds a room exactly when it is reserved, expiring or booked, after any three facts", () => {
    for (const first of facts) {
      for (const second of facts) {
        for (const third of facts) {
          const { status, heldRooms } = after("reserved", first, second, third);
          expect(heldRooms).toBe(
            ["reserved", "expiring", "booked"].includes(status) ? 1 : 0,
          );
        }
      }
    }
  });
});
