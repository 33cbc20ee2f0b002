import { describe, expect, it } from "@jest/globals";
import { createRandom } from "../random.js";
import { nameOf } from "../kinds.js";
import { planFaults } from "../plan.js";
import { readTrialRun } from "./trial-run.js";

const { kinds = [], minutes = 0, seed = 0 } = readTrialRun([]) ?? {};
const plan = planFaults(createRandom(seed), kinds, minutes * 60_000);
/** How long people are left alone, so that much is under way, and booking then, so that it comes back. */
const UNDISTURBED_MS = 10_000;

describe("the run that trials are put through", () => {
  it("kills booking when much is under way: what it does in two steps comes apart", () => {
    const [kill, ...more] = plan.filter(
      ({ kind }) => nameOf(kind) === "kill booking",
    );
    expect(more).toEqual([]);
    expect(kill?.beginsMs).toBeGreaterThan(UNDISTURBED_MS);
  });

  it("ends with the death of booking's sidecar: no new process of booking brings the worker back", () => {
    const last = plan.at(-1);
    const kill = plan.find(({ kind }) => nameOf(kind) === "kill booking");
    expect(last).toMatchObject({ kind: { to: "sidecar:booking" } });
    expect(last?.beginsMs).toBeGreaterThan(
      (kill?.beginsMs ?? 0) + UNDISTURBED_MS,
    );
  });
});
