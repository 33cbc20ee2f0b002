import { describe, expect, it } from "@jest/globals";
import { judgeRun, type Course } from "./verdict-run.js";

const good: Course = {
  planned: { "kill booking": 2, "restart kafka": 1 },
  happened: { "kill booking": 1, "restart kafka": 1 },
  bookings: 1_000,
  unanswered: 10,
  wrong: [],
  left: [],
};

const foundIn = (course: Partial<Course>) =>
  judgeRun({ ...good, ...course }).map(({ rule, what }) => `${rule}: ${what}`);

describe("the course of a run", () => {
  it("breaks no rule when all went well, though a fault found its place broken already", () => {
    expect(foundIn({})).toEqual([]);
  });

  it("shows nothing where nobody booked", () => {
    expect(foundIn({ bookings: 0, unanswered: 0 })).toEqual([
      "run: nobody booked anything",
    ]);
  });

  it("shows nothing of a fault that never happened", () => {
    expect(foundIn({ happened: { "kill booking": 1 } })).toEqual([
      "run: restart kafka was planned and never happened",
    ]);
  });

  it("leaves hardly anybody without an answer", () => {
    expect(foundIn({ unanswered: 11 })).toEqual([
      "answers: 11 requests had no answer in a minute",
    ]);
  });

  it("gives no answer that nothing excuses", () => {
    expect(foundIn({ wrong: ["a booking was answered 404"] })).toEqual([
      "answers: a booking was answered 404",
    ]);
  });

  it("comes to an end", () => {
    expect(foundIn({ left: ["3 bookings"] })).toEqual([
      "quiet: 3 bookings were still under way",
    ]);
  });
});
