import { describe, expect, it } from "@jest/globals";
import { secondsPerRoom, shareNote } from "./arrivals.js";
import { resultOf } from "./result.js";

describe("a stream of wishes", () => {
  it.each([
    [800, 0.5],
    [1500, 0.5],
    [200, 2],
    [100, 4],
  ])("of %d a second wants a room for %d s", (rate, seconds) => {
    expect(secondsPerRoom(rate)).toBe(seconds);
  });

  it("says what share of it was granted", () => {
    const metrics = {
      http_reqs: { count: 200, rate: 200 },
      http_req_duration: { med: 1, "p(95)": 2, "p(99)": 3 },
      bookings_granted: { count: 4, rate: 4 },
      bookings_refused: { count: 196, rate: 196 },
    };
    const note = shareNote(resultOf("soak", { metrics }, "held"), 200);
    expect(note).toMatch(/every 2 s another room with \d+ left/);
    expect(note).toContain("2.0 % were granted");
  });
});
