import { describe, expect, it } from "@jest/globals";
import { throwDice } from "../dice.js";
import { nameOf } from "../kinds.js";
import { planFaults } from "../plan.js";
import { readOrdeal } from "./ordeal.js";

const { kinds = [], minutes = 0, seed = 0 } = readOrdeal() ?? {};
const plan = planFaults(throwDice(seed), kinds, minutes * 60_000);
/** How long people are left in peace, so that much is under way, and booking then, so that it comes back. */
const PEACE_MS = 10_000;

describe("the run that trials are put through", () => {
  it("kills booking when much is under way: what it does in two steps comes apart", () => {
    const [blow, ...more] = plan.filter(
      ({ kind }) => nameOf(kind) === "kill booking",
    );
    expect(more).toEqual([]);
    expect(blow?.beginsMs).toBeGreaterThan(PEACE_MS);
  });

  it("ends with the death of booking's sidecar: no new process of booking brings the worker back", () => {
    const last = plan.at(-1);
    const blow = plan.find(({ kind }) => nameOf(kind) === "kill booking");
    expect(last).toMatchObject({ kind: { to: "sidecar:booking" } });
    expect(last?.beginsMs).toBeGreaterThan((blow?.beginsMs ?? 0) + PEACE_MS);
  });
});
