import { describe, expect, it } from "@jest/globals";
import type { Envelope } from "@rentezy/contracts";
import { piecesOf } from "./publishing.js";

const eventOf = (letters: number): Envelope => ({
  specversion: "1.0",
  id: "01a20b5c-dbfb-71dc-8ea7-6e5e94e7da2c",
  source: "test",
  type: "test.happened.v1",
  subject: "01a20b5c-dbfb-71dc-8ea7-6e5e94e7da2d",
  time: "2026-11-28T00:00:00.000Z",
  datacontenttype: "application/json",
  data: { text: "x".repeat(letters) },
});

const BYTES = Buffer.byteLength(JSON.stringify(eventOf(100)));

describe("events that are published together", () => {
  it.each([
    [[], []],
    [[1], [1]],
    [[2], [2]],
    [[3], [2, 1]],
    [[5], [2, 2, 1]],
  ])(
    "%j of which two fit at once come in pieces of %j",
    ([count = 0], sizes) => {
      const events = Array.from({ length: count }, () => eventOf(100));
      const pieces = piecesOf(events, 2 * BYTES + 1);
      expect(pieces.map(({ length }) => length)).toEqual(sizes);
      expect(pieces.flat()).toEqual(events);
    },
  );

  it("one that is too large for any piece stands alone, and the others go on", () => {
    const events = [eventOf(100), eventOf(100_000), eventOf(100)];
    const pieces = piecesOf(events, 2 * BYTES);
    expect(pieces).toEqual(events.map((event) => [event]));
  });
});
