import { describe, expect, it } from "@jest/globals";
import { casesOf } from "./evidence-case.js";
import { good, ROOM, toldOf } from "./evidence-example.js";
import { momentsIn } from "./story-log.js";
import { suspectsOf, tell } from "./story.js";

const refunded = casesOf(toldOf(good), good).filter(
  ({ bookingId }) => bookingId === "refunded",
);

const lineAt = (second: number, more: object = {}): string =>
  JSON.stringify({
    level: "info",
    time: new Date(Date.UTC(2026, 10, 23, 11, 50, second)).toISOString(),
    msg: "saga step done",
    bookingId: "refunded",
    ...more,
  });

describe("the story of a booking", () => {
  it("tells rows, events, webhooks and log lines by time, and then how things stand", () => {
    const heard = momentsIn("booking", lineAt(4, { step: "end-hold" }), [
      "refunded",
    ]);
    const lines = refunded.flatMap((one) => tell(one, heard));
    const at = (text: string) => lines.findIndex((line) => line.includes(text));
    const story = [
      "writes the booking",
      "writes payment.expired.v1",
      "takes payment.expired.v1",
      "writes booking.refunding.v1",
      'saga step done step="end-hold"',
      "records that it has applied payment.refunded.v1",
      "in the end    booking: refunded",
      "Stripe's refund refunded refund of refunded capture: succeeded, ₹ 45,000",
      "in the end    refund-saga: COMPLETED",
    ].map(at);
    expect(story).not.toContain(-1);
    expect(story).toEqual(story.toSorted((one, other) => one - other));
  });

  it("has lines of bounded length", () => {
    const heard = momentsIn("booking", lineAt(4, { err: "x".repeat(5000) }), [
      "refunded",
    ]);
    for (const line of refunded.flatMap((one) => tell(one, heard)))
      expect(line.length).toBeLessThanOrEqual(200);
  });
});

describe("a log", () => {
  it("is told of only where it names the booking", () => {
    const log = [lineAt(1), "not JSON", lineAt(2, { bookingId: "another" })];
    expect(momentsIn("booking", log.join("\n"), ["refunded"])).toEqual([
      {
        at: Date.UTC(2026, 10, 23, 11, 50, 1),
        who: "booking says",
        what: "saga step done",
      },
    ]);
  });

  it("that repeats itself is told from both ends", () => {
    const log = Array.from({ length: 50 }, (_, second) => lineAt(second));
    const told = momentsIn("booking", log.join("\n"), ["refunded"]);
    expect(told).toHaveLength(25);
    expect(told[12]?.what).toBe("... 26 more such lines ...");
    expect(told.at(-1)?.at).toBe(Date.UTC(2026, 10, 23, 11, 50, 49));
  });

  it("tells an error by its message", () => {
    const err = { type: "Error", message: "no answer", stack: "at ..." };
    const [told] = momentsIn("booking", lineAt(1, { err }), ["refunded"]);
    expect(told?.what).toBe("saga step done err=no answer");
  });
});

describe("the bookings that are told of", () => {
  const what = "it is wrong";

  it("are those that violations name, each once", () => {
    const violations = ["booked", "held", "booked"].map((bookingId) => ({
      rule: "money",
      what,
      bookingId,
    }));
    expect(suspectsOf(violations, good)).toEqual(["booked", "held"]);
  });

  it("are those of a room when only a room is named", () => {
    const violations = [{ rule: "stock", what, roomId: ROOM }];
    const ids = good.bookings.map(({ bookingId }) => bookingId);
    expect(suspectsOf(violations, good)).toEqual(ids);
  });

  it("are none when nothing is named", () => {
    expect(suspectsOf([{ rule: "quiet", what }], good)).toEqual([]);
  });
});
