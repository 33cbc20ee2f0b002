import { describe, expect, it } from "@jest/globals";
import { describeLetters } from "./dead-letters.js";

const letter = {
  app: "booking",
  id: "019abf3e-7c11-7d42-9a55-52ab71c0de42",
  eventId: null,
  topic: "payments",
  type: "payment.succeeded.v1",
  reason: "its data is not of its type: amountPaise: expected number",
  attempts: null,
  event: { data: { amountPaise: "a lot" } },
  failedAt: "2026-11-23T08:30:00.000Z",
} as const;

describe("the list of dead letters", () => {
  it("has a row for each, with its reason", () => {
    const lines = describeLetters([letter], { payload: false });
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain(letter.id);
    expect(lines[2]).toContain(letter.reason);
    expect(lines.join("\n")).not.toContain("a lot");
  });

  it("has the payload below each row when it is asked for", () => {
    const lines = describeLetters([letter, { ...letter, id: "the other" }], {
      payload: true,
    });
    const at = lines.findIndex((line) => line.startsWith("the other"));
    expect(lines.slice(3, at).join("")).toContain('"amountPaise": "a lot"');
    expect(lines.slice(at + 1).join("")).toContain('"amountPaise": "a lot"');
  });

  it("says when there are none", () => {
    expect(describeLetters([], { payload: true })).toEqual(["no dead letters"]);
  });
});
