import { describe, expect, it } from "@jest/globals";
import { processRow, treeTimeUs } from "./processes.js";

const row = (pid: number, parent: number, own = 1, ofEndedChildren = 0) => ({
  pid,
  parent,
  own,
  ofEndedChildren,
});

describe("the process table", () => {
  it("is read also where a name holds spaces and parentheses", () => {
    const stat =
      "42 (tmux: (x) y) S 7 42 42 0 -1 4194560 1 2 3 4 100 20 30 4 20 0 1 0 5";
    expect(processRow(stat)).toEqual(row(42, 7, 120, 34));
  });

  it("sums a process, its children and theirs, and those that have ended", () => {
    const rows = [row(1, 0), row(2, 1, 5), row(3, 2, 7, 11), row(4, 1, 100)];
    expect(treeTimeUs(rows, 2)).toBe(230_000);
  });

  it("knows nothing of a process that has ended", () => {
    expect(treeTimeUs([row(1, 0)], 9)).toBeUndefined();
  });
});
