import { describe, expect, it } from "@jest/globals";
import { missingIn, parseMessage } from "./event-log.js";

describe("a message of the log", () => {
  const event = {
    id: "an event",
    type: "booking.reserved.v1",
    subject: "a booking",
    data: { roomId: "a room", note: "a tab: \t" },
  };
  const fields = ["CreateTime:1795470017257", "Partition:5", "Offset:17"];

  it("is read as the console consumer prints it", () => {
    const line = [...fields, "a booking", JSON.stringify(event)].join("\t");
    expect(parseMessage("bookings", line)).toEqual({
      topic: "bookings",
      partition: 5,
      offset: 17,
      key: "a booking",
      eventId: "an event",
      type: "booking.reserved.v1",
      bookingId: "a booking",
      roomId: "a room",
      payload: event.data,
      at: 1795470017257,
    });
  });

  it("is not skipped when it is no event", () => {
    const line = [...fields, "a booking", "{}"].join("\t");
    expect(() => parseMessage("bookings", line)).toThrow();
    expect(() => parseMessage("bookings", "Processed a total")).toThrow();
  });
});

describe("a topic that was read", () => {
  const extents = new Map([
    [0, { first: 0, next: 2 }],
    [1, { first: 5, next: 6 }],
    [2, { first: 3, next: 3 }],
  ]);
  const whole = [
    { partition: 0, offset: 0 },
    { partition: 0, offset: 1 },
    { partition: 1, offset: 5 },
  ];

  it("is whole when the last message of each partition is there, and empty ones have none", () => {
    expect(missingIn(whole, extents)).toEqual([]);
  });

  it("is not when a new message has taken the place of another", () => {
    const crowded = [...whole.slice(0, 2), { partition: 0, offset: 2 }];
    expect(missingIn(crowded, extents)).toEqual([1]);
  });
});
