import { describe, expect, it } from "@jest/globals";
import { createGroups, type Served } from "./groups.js";

/** Serves when told to, and remembers which groups it was given. */
function counter(largestGroup = 100, mostWaiting = 1_000) {
  const groups: number[][] = [];
  let open: () => void = () => undefined;
  let gate = Promise.resolve();
  const close = () => {
    gate = new Promise((resolve) => {
      open = resolve;
    });
  };
  const join = createGroups<number, string>({
    serve: async (_key, items) => {
      groups.push([...items]);
      await gate;
      if (items.includes(13)) throw new Error("unlucky");
      if (items.includes(0)) throw new Error("no database");
      return items.map((item): Served<string> => ({
        result: `served ${item}`,
      }));
    },
    largestGroup,
    mostWaiting,
    blamesMember: (error) => String(error).includes("unlucky"),
    busy: () => new Error("busy"),
  });
  return { groups, join, close, open: () => open() };
}

describe("groups", () => {
  it("serve a lone member at once", async () => {
    const { groups, join } = counter();
    expect(await join("room", 1)).toBe("served 1");
    expect(groups).toEqual([[1]]);
  });

  it("gather while one is being served, in order of arrival, each with its own result", async () => {
    const { groups, join, close, open } = counter(3);
    close();
    const all = [1, 2, 3, 4, 5, 6].map((item) => join("room", item));
    open();
    expect(await Promise.all(all)).toEqual(
      [1, 2, 3, 4, 5, 6].map((item) => `served ${item}`),
    );
    expect(groups).toEqual([[1], [2, 3, 4], [5, 6]]);
  });

  it("of different keys do not wait for each other", async () => {
    const { groups, join, close, open } = counter();
    close();
    const both = [join("one", 1), join("other", 2)];
    expect(groups).toEqual([[1], [2]]);
    open();
    await Promise.all(both);
  });

  it("let a bad member fail alone", async () => {
    const { join, close, open } = counter();
    close();
    const all = [1, 2, 13, 3].map((item) => join("room", item));
    open();
    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
  });

  it("fail together when it is nobody's doing", async () => {
    const { groups, join, close, open } = counter();
    close();
    const all = [1, 2, 0, 3].map((item) => join("room", item));
    open();
    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "rejected",
    ]);
    expect(groups).toEqual([[1], [2, 0, 3]]);
  });

  it("ask again those whose turn came to nothing", async () => {
    let turns = 0;
    const join = createGroups<number, number>({
      serve: (_key, items) => {
        turns += 1;
        return Promise.resolve(
          items.map((item) => (turns < 3 ? { again: true } : { result: item })),
        );
      },
      largestGroup: 10,
      mostWaiting: 10,
      blamesMember: (error) => String(error).includes("unlucky"),
      busy: () => new Error("busy"),
    });
    expect(await join("room", 7)).toBe(7);
    expect(turns).toBe(3);
  });

  it("turn away at once whom they cannot promise a turn, and take members again later", async () => {
    const { join, close, open } = counter(10, 2);
    close();
    const waiting = [join("room", 1), join("room", 2)];
    await expect(join("room", 3)).rejects.toThrow("busy");
    open();
    await Promise.all(waiting);
    expect(await join("room", 4)).toBe("served 4");
  });
});
