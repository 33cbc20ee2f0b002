import { describe, expect, it } from "@jest/globals";
import { createTurnstile } from "./turnstile.js";

/** A work that runs until it is told to end. */
function createWork() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { run: () => ended, end };
}

describe("the turnstile before password hashing", () => {
  it("never runs more than its bound, and serves the waiting in order", async () => {
    const turnstile = createTurnstile({ concurrent: 2, waiting: 100 });
    let running = 0;
    let most = 0;
    const finished: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        turnstile(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise(setImmediate);
          running -= 1;
          finished.push(number);
        }),
      ),
    );
    expect(most).toBe(2);
    expect(finished).toEqual(Array.from({ length: 20 }, (_, number) => number));
  });

  it("refuses with a time to come again when too many wait", async () => {
    const turnstile = createTurnstile({ concurrent: 1, waiting: 1 });
    const work = createWork();
    const first = turnstile(work.run);
    const second = turnstile(work.run);
    await expect(turnstile(work.run)).rejects.toMatchObject({
      code: "AUTH.BUSY",
      retryAfterSeconds: 5,
    });
    work.end();
    await Promise.all([first, second]);
    await expect(turnstile(() => Promise.resolve("in"))).resolves.toBe("in");
  });

  it("gives its place back when a work fails", async () => {
    const turnstile = createTurnstile({ concurrent: 1, waiting: 0 });
    const failing = () => Promise.reject(new Error("no"));
    await expect(turnstile(failing)).rejects.toThrow("no");
    await expect(turnstile(() => Promise.resolve("in"))).resolves.toBe("in");
  });
});
