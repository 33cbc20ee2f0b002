import { describe, expect, it } from "@jest/globals";
import { createNarrator, duration, shortened } from "./narrator.js";

describe("the narrator", () => {
  it("prints what is done, the calls that it takes and what is answered", async () => {
    const lines: string[] = [];
    const answer = { status: 201, headers: new Headers(), body: 7, ms: 42 };
    const { act } = createNarrator(
      () => Promise.resolve(answer),
      (line) => lines.push(line),
    );
    await act(
      "Tara counts",
      async (call) => (await call("/rooms")).body,
      (body) => `${String(body)} rooms`,
    );
    expect(lines).toEqual([
      "  • Tara counts",
      "      GET /rooms → 201 in 42 ms",
      "      7 rooms",
    ]);
  });

  it("tells what a wait came to", async () => {
    const lines: string[] = [];
    const seen = ["reserved", "booked"];
    const { wait } = createNarrator(
      () => Promise.reject(new Error("no call is made")),
      (line) => lines.push(line),
    );
    await wait({
      until: "the booking is booked",
      read: () => Promise.resolve(seen.shift()),
      holds: (status) => status === "booked",
      tell: String,
    });
    expect(lines).toEqual([
      expect.stringMatching(/^ {2}… until the booking is booked: booked \(/),
    ]);
  });
});

it("writes times and paths for people", () => {
  expect(duration(41.6)).toBe("42 ms");
  expect(duration(1234)).toBe("1.2 s");
  expect(
    shortened("/bookings/0199c1a2-0000-7000-8000-00000012cdef/cancel"),
  ).toBe("/bookings/…12cdef/cancel");
});
