import { describe, expect, it } from "@jest/globals";
import { brokenPromises, missed, readTold, subjectOf } from "./told.js";
import type { Told } from "./told.js";

const line = (message: string): string =>
  `time="2026-01-01T00:00:00Z" level=info msg=${JSON.stringify(message)}`;

const granted = (tenant: number, bookingId: string, at = 10): Told => ({
  tenant,
  outcome: "granted",
  bookingId,
  at,
});

describe("what callers were told", () => {
  it("is read from k6's console, apart from what else it says", () => {
    const refused = { tenant: 1, outcome: "refused", at: 20 };
    const lines = [
      line(JSON.stringify(granted(0, "b0"))),
      line("wrong answer: 500 undefined"),
      line(JSON.stringify(refused)),
    ];
    expect(readTold(`${lines.join("\n")}\n`)).toEqual({
      told: [granted(0, "b0"), refused],
      others: ["wrong answer: 500 undefined"],
    });
  });

  it("is told of whom a token was given to", () => {
    const claims = Buffer.from('{"sub":"t0"}').toString("base64url");
    expect(subjectOf(`head.${claims}.signature`)).toBe("t0");
  });
});

describe("a promise", () => {
  const rows = [
    { id: "b0", tenantId: "t0" },
    { id: "b1", tenantId: "t1" },
  ];

  it("is kept by a row of that tenant", () => {
    const answers: Told[] = [
      granted(0, "b0"),
      granted(1, "b1"),
      { tenant: 2, outcome: "refused", at: 30 },
    ];
    expect(brokenPromises(answers, ["t0", "t1", "t2"], rows)).toEqual([]);
  });

  it.each([
    ["a booking that is gone", granted(0, "b9"), "b9, which is not there"],
    ["another's booking", granted(0, "b1"), "b1, which is another's"],
    [
      "a booking without an id",
      { tenant: 0, outcome: "granted", at: 1 } as const,
      "booking without an id, which is not there",
    ],
  ])("is broken by %s", (_what, answer, words) => {
    const [broken] = brokenPromises([answer], ["t0", "t1"], rows);
    expect(broken).toContain(words);
  });
});

describe("a kill", () => {
  const answers = [granted(0, "b0", 10), granted(1, "b1", 20)];

  it("shows something when some had an answer and some had none", () => {
    expect(missed(answers, 15)).toEqual([]);
  });

  it.each([
    [undefined, "nothing was killed"],
    [5, "nobody had an answer"],
    [25, "everybody had an answer"],
  ])("at %s shows nothing, which is said", (at, words) => {
    expect(missed(answers, at).join()).toContain(words);
  });
});
