import { describe, expect, it } from "@jest/globals";
import {
  createWebhookRoads,
  webhookBehaviourSchema,
} from "./webhook-behaviour.js";

const EVENT = "checkout.session.completed";

function roadsAt(startMs: number, random = 0.5) {
  let now = startMs;
  const roads = createWebhookRoads({ nowMs: () => now, random: () => random });
  return {
    ...roads,
    behave: (behaviour: object) =>
      roads.change(webhookBehaviourSchema.parse(behaviour)),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe("the road of a webhook", () => {
  it("is once and at once when nothing else was told", () => {
    expect(roadsAt(5_000).plan(EVENT)).toEqual([
      { dueAtMs: 5_000, lost: false },
    ]);
  });
  it("loses as many as told, then no more", () => {
    const roads = roadsAt(0);
    roads.behave({ lose: { next: 2 } });
    expect([1, 2, 3].map(() => roads.plan(EVENT)[0]?.lost)).toEqual([
      true,
      true,
      false,
    ]);
  });
  it("loses by chance as often as told", () => {
    const roads = roadsAt(0, 0.5);
    roads.behave({ lose: 0.5 });
    expect(roads.plan(EVENT)[0]?.lost).toBe(false);
    roads.behave({ lose: 0.51 });
    expect(roads.plan(EVENT)[0]?.lost).toBe(true);
  });
  it("is late and repeated when told", () => {
    const roads = roadsAt(1_000);
    roads.behave({ delayMs: 300, repeat: 2 });
    expect(roads.plan(EVENT)).toEqual(
      Array.from({ length: 3 }, () => ({ dueAtMs: 1_300, lost: false })),
    );
  });
  it("turns the order of a second around, also of what happens in one millisecond", () => {
    const roads = roadsAt(10_000);
    roads.behave({ reorder: true });
    const due = [0, 0, 400].map((passed) => {
      roads.pass(passed);
      return roads.plan(EVENT)[0]?.dueAtMs ?? 0;
    });
    expect(due).toEqual([...due].sort((a, b) => b - a));
    expect(new Set(due).size).toBe(3);
    expect(Math.min(...due)).toBeGreaterThan(10_400);
  });
  it("is bad for the named types only", () => {
    const roads = roadsAt(0);
    roads.behave({ lose: 1, types: [EVENT] });
    expect(roads.plan(EVENT)[0]?.lost).toBe(true);
    expect(roads.plan("refund.created")[0]?.lost).toBe(false);
  });
});
