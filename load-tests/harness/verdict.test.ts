import { expect, it } from "@jest/globals";
import { resultOf } from "./result.js";
import { verdictOf } from "./verdict.js";

const result = resultOf(
  "steady",
  {
    metrics: {
      http_reqs: { count: 0, rate: 0 },
      http_req_duration: { med: 1, "p(95)": 2, "p(99)": 3 },
    },
  },
  "held",
);

it("has no failure when k6, the database and the scenario have none", () => {
  const load = { crossed: [], costs: { booking: 500 } };
  const verdict = verdictOf({ result, load, broken: [] });
  expect(verdict.failures).toEqual([]);
  expect(verdict.result.costs).toEqual({ booking: 500 });
});

it("fails by what any of them has to say", () => {
  const load = { crossed: ["k6: slow"] };
  const broken = ["room r1: -1 of 10 left"];
  const failures = ["2 wrong or lost replies"];
  expect(verdictOf({ result, load, broken, failures }).failures).toEqual([
    "2 wrong or lost replies",
    "k6: slow",
    "database: room r1: -1 of 10 left",
  ]);
});
