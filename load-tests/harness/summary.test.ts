import { expect, it } from "@jest/globals";
import { countOf, crossedIn, readSummary, timesOf, within } from "./summary.js";

const summary = readSummary(
  JSON.stringify({
    root_group: {},
    metrics: {
      "http_reqs{scenario:steady}": {
        count: 48_000,
        rate: 600,
        thresholds: { "count>0": false },
      },
      http_req_duration: {
        med: 10.04,
        "p(95)": 20,
        "p(99)": 160.26,
        thresholds: { "p(99)<=150": true },
      },
    },
  }),
);

it("counts within a phase, and nothing where there was no sample", () => {
  expect(countOf(summary, within("http_reqs", "scenario:steady"))).toBe(48_000);
  expect(countOf(summary, within("http_reqs"))).toBe(0);
});

it("reads times to a tenth of a millisecond", () => {
  expect(timesOf(summary, "http_req_duration")).toEqual({
    p50Ms: 10,
    p95Ms: 20,
    p99Ms: 160.3,
  });
  expect(() => timesOf(summary, "iteration_duration")).toThrow();
});

it("names the thresholds that were crossed", () => {
  expect(crossedIn(summary)).toEqual(["http_req_duration: p(99)<=150"]);
});
