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
    const turnstile = createTurnstile({
      concurrent: 2,
      waiting: 100,
      patienceMs: 10_000,
    });
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
    const turnstile = createTurnstile({
      concurrent: 1,
      waiting: 1,
      patienceMs: 10_000,
    });
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

  it("refuses who has waited too long, and goes on with who has not", async () => {
    let time = 0;
    const turnstile = createTurnstile({
      concurrent: 1,
      waiting: 9,
      patienceMs: 100,
      now: () => time,
    });
    const work = createWork();
    const first = turnstile(work.run);
    const [early, alsoEarly] = [turnstile(work.run), turnstile(work.run)];
    time = 60;
    const later = turnstile(() => Promise.resolve("in"));
    time = 101;
    work.end();
    const [, ...waited] = await Promise.allSettled([
      first,
      early,
      alsoEarly,
      later,
    ]);
    expect(waited).toMatchObject([
      { status: "rejected", reason: { code: "AUTH.BUSY" } },
      { status: "rejected", reason: { code: "AUTH.BUSY" } },
      { status: "fulfilled", value: "in" },
    ]);
    await expect(turnstile(() => Promise.resolve("in"))).resolves.toBe("in");
  });

  it("gives its place back when a work fails", async () => {
    const turnstile = createTurnstile({
      concurrent: 1,
      waiting: 0,
      patienceMs: 10_000,
    });
    const failing = () => Promise.reject(new Error("no"));
    await expect(turnstile(failing)).rejects.toThrow("no");
    await expect(turnstile(() => Promise.resolve("in"))).resolves.toBe("in");
  });
});
