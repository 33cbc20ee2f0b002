import { describe, expect, it } from "@jest/globals";
import { growthOf, notFlat } from "./memory.js";

/** A look every five seconds in ten minutes; memory by the second. */
const samples = (mb: (second: number) => number, pid = () => 7) =>
  Array.from({ length: 120 }, (_, index) => {
    const second = index * 5;
    return {
      atMs: 1000 * second,
      processes: { booking: { pid: pid(), mb: mb(second) } },
    };
  });

describe("memory in a long run", () => {
  it("may do in the first two minutes what it likes", () => {
    const growth = growthOf(
      samples((second) => (second < 120 ? second : 200)),
      600,
      0,
    );
    expect(growth.booking).toEqual({
      startMb: 200,
      endMb: 200,
      growthPercent: 0,
    });
    expect(notFlat(growth, ["booking"])).toEqual([]);
  });

  it("is told by how it grew from the third minute to the last", () => {
    const growth = growthOf(
      samples((second) => 100 + second),
      600,
      0,
    );
    expect(growth.booking).toEqual({
      startMb: 250,
      endMb: 670,
      growthPercent: 168,
    });
    expect(notFlat(growth, ["booking"])).toEqual([
      "memory of booking grew by 168 %, from 250 to 670 MiB",
    ]);
  });

  it("does not hang on one look", () => {
    const growth = growthOf(
      samples((second) => (second === 550 ? 900 : 100)),
      600,
      0,
    );
    expect(growth.booking?.growthPercent).toBe(0);
  });

  it("is not judged flat when the process was started anew, or not seen", () => {
    let pid = 0;
    const growth = growthOf(
      samples(
        () => 100,
        () => (pid += 1),
      ),
      600,
      0,
    );
    const words = "was not seen from the warm-up to the end";
    expect(notFlat(growth, ["booking", "sidecar:booking", "kafka"])).toEqual([
      `memory of booking ${words}`,
      `memory of sidecar:booking ${words}`,
    ]);
  });
});
