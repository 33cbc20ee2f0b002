import { describe, expect, it } from "@jest/globals";
import { isSilent, mayRest, neededSaga, nextStep } from "./saga-watch.js";

const HOLD_ENDS = new Date("2026-11-23T10:00:00.000Z");
const at = (seconds: number) => new Date(HOLD_ENDS.getTime() + seconds * 1_000);
const booking = {
  status: "reserved",
  holdExpiresAt: HOLD_ENDS,
  checkoutUrl: "https://pay.test/1",
} as const;

describe("the saga that a booking needs", () => {
  it.each([
    ["reserved", "booking-saga"],
    ["expiring", "booking-saga"],
    ["refunding", "refund-saga"],
    ["booked", undefined],
    ["cancelled", undefined],
    ["refunded", undefined],
  ] as const)("%s: %s", (status, saga) => {
    expect(neededSaga({ status })).toBe(saga);
  });

  it("may rest only while the tenant has the page, and time", () => {
    expect(mayRest(booking, at(-1))).toBe(true);
    expect(mayRest(booking, at(0))).toBe(false);
    expect(mayRest({ ...booking, checkoutUrl: null }, at(-1))).toBe(false);
    expect(mayRest({ ...booking, status: "expiring" }, at(-1))).toBe(false);
  });

  it.each([
    ["reserved", -1, "open-checkout"],
    ["reserved", 0, "end-hold"],
    ["expiring", -1, "end-hold"],
    ["refunding", 1, "refund-payment"],
  ] as const)(
    "would do next, when %s: %s s from its end, %s",
    (status, seconds, step) => {
      expect(nextStep({ ...booking, status }, at(seconds))).toBe(step);
    },
  );

  it("is silent after ten seconds without a step", () => {
    expect(isSilent(at(-60), booking, at(-51))).toBe(false);
    expect(isSilent(at(-60), booking, at(-49))).toBe(true);
  });

  it("is silent when the engine knows of no step at all", () => {
    expect(isSilent(new Date("0001-01-01"), booking, at(-60))).toBe(true);
  });

  it("may wait for an hour at most", () => {
    const days = 3 * 86_400;
    expect(isSilent(at(days), booking, at(days + 3_609))).toBe(false);
    expect(isSilent(at(days), booking, at(days + 3_611))).toBe(true);
  });

  it("may wait for as long as it has asked since it was started anew", () => {
    expect(isSilent(at(300), booking, at(320), at(290))).toBe(false);
    expect(isSilent(at(300), booking, at(321), at(290))).toBe(true);
  });

  it("may wait for as long as it has asked already", () => {
    expect(isSilent(at(300), booking, at(609))).toBe(false);
    expect(isSilent(at(300), booking, at(611))).toBe(true);
  });
});
