import { describe, expect, it } from "@jest/globals";
import { bookingsServedIn, idleIn, servedBetween } from "./replicas.js";

const counter = (labels: string, count: number): string =>
  `http_server_request_duration_seconds_count{app="booking",${labels}} ${count}\n`;

describe("what a replica has served", () => {
  it("is what was answered to requests for a booking, whatever the answer", () => {
    const page = [
      counter('method="POST",route="/api/bookings",status="201"', 3),
      counter('method="POST",route="/api/bookings",status="409"', 400),
      counter('method="GET",route="/api/bookings",status="200"', 50),
      counter(
        'method="POST",route="/api/bookings/:bookingId/cancel",status="200"',
        7,
      ),
      'http_server_request_duration_seconds_sum{method="POST",route="/api/bookings"} 9\n',
    ].join("");
    expect(bookingsServedIn(page)).toBe(403);
    expect(bookingsServedIn("")).toBe(0);
  });

  it("is counted from before the run", () => {
    const before = { booking: 1000, "booking-2": 20 };
    expect(servedBetween(before, { booking: 1400, "booking-2": 620 })).toEqual({
      booking: 400,
      "booking-2": 600,
    });
  });

  it("is told when it is nothing", () => {
    expect(idleIn({ booking: 1000, "booking-2": 0 })).toEqual([
      "booking-2 served none of the requests",
    ]);
    expect(idleIn({ booking: 999, "booking-2": 1 })).toEqual([]);
  });
});
