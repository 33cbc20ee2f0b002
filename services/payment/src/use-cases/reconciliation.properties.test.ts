/** The real stories, in any order of calls, answers, webhooks and faults that fast-check can think of. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { deliverTheRest, finish, HAPPENINGS } from "../../test/model/course.js";
import { FAULTS, type Fault } from "../../test/model/network.js";
import { createScene, knownOf, type Scene } from "../../test/model/scene.js";
import { isSettled, type Announcement } from "../domain/checkout.js";

/** One seed for everybody: a failure here is a failure there. It is printed with the smallest story that fails. */
const RUNS = { seed: 20_261_123, numRuns: 300 } as const;

const PAID = "payment.succeeded.v1";
const REFUNDED = "payment.refunded.v1";
const EXPIRED = "payment.expired.v1";

const fault = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Fault>("none") },
  { weight: 1, arbitrary: fc.constantFrom<Fault>(...FAULTS) },
);

const happening = fc.record({
  what: fc.constantFrom(...Object.keys(HAPPENINGS)),
  which: fc.nat({ max: 5 }),
  /** How much of what waits goes on before the next thing happens. */
  steps: fc.nat({ max: 12 }),
});

const scenes = {
  scheduler: fc.scheduler(),
  faults: fc.array(fault, { maxLength: 30 }),
  story: fc.array(happening, { maxLength: 30, size: "max" }),
};

/** Plays a story on an opened checkout; `after` sees the scene after each step of it. */
async function play(
  scene: Scene,
  story: readonly { what: string; which: number; steps: number }[],
): Promise<void> {
  scene.open();
  for (const { what, which, steps } of story) {
    await scene.proceed(steps);
    HAPPENINGS[what]?.(scene, which);
    expectNothingTwice(scene);
  }
}

const captured = ({ books }: Scene) =>
  books.sessions.filter(({ money }) => money === "paid");

const hasFailed = ({ books }: Scene) =>
  books.sessions.some(({ money }) => money === "failed");

const withoutFailures = ({ books }: Scene) =>
  books.refunds.filter(({ status }) => status !== "failed");

/** True at every moment. */
function expectNothingTwice(scene: Scene): void {
  const { announced } = scene.row;
  const once = [...new Set(announced)];
  expect(announced).toEqual(once);
  expect(captured(scene).length).toBeLessThanOrEqual(1);
  expect(withoutFailures(scene).length).toBeLessThanOrEqual(1);
  if (announced.includes(REFUNDED)) expect(announced).toContain(PAID);
  expect(scene.caller.surprises).toEqual([]);
}

/** What must have been announced, in this order, when all that will ever be known is known. */
function announcementsOf(scene: Scene): readonly Announcement[] {
  if (captured(scene).length > 0)
    return scene.caller.wantsRefund ? [PAID, REFUNDED] : [PAID];
  if (hasFailed(scene)) return ["payment.failed.v1"];
  return scene.row.checkout?.attempt === 0 ? [] : [EXPIRED];
}

function expectTheRightEnd(scene: Scene): void {
  const { row, caller, books } = scene;
  expectNothingTwice(scene);
  expect(row.checkout && isSettled(row.checkout)).toBe(true);
  expect(row.nextLookAt).toBeNull();
  const [capture] = captured(scene);
  // A session that was told to be expired, and is paid: both were announced, unless only the end was heard of.
  const announced = capture?.late
    ? row.announced.filter((each) => each !== EXPIRED)
    : row.announced;
  expect(announced).toEqual(announcementsOf(scene));
  if (capture && !capture.late) expect(caller.wasToldExpired).toBe(false);
  const returned = books.refunds
    .filter(({ status }) => status === "succeeded")
    .reduce((sum, { amountPaise }) => sum + amountPaise, 0);
  expect(returned).toBe(capture && caller.wantsRefund ? books.amountPaise : 0);
}

describe("one subject's payment, whatever is lost, late, repeated, or at the same time", () => {
  it("announces a capture once, gives back once in full what is wanted back, and ends settled without webhooks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record(scenes),
        async ({ scheduler, faults, story }) => {
          const scene = createScene(scheduler, faults);
          await play(scene, story);
          await finish(scene);
          expectTheRightEnd(scene);
        },
      ),
      RUNS,
    );
  });

  it("comes to the same end when the webhooks that were missing arrive after it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record(scenes),
        async ({ scheduler, faults, story }) => {
          const scene = createScene(scheduler, faults);
          await play(scene, story);
          await finish(scene);
          const before = knownOf(scene);
          await deliverTheRest(scene);
          expect(knownOf(scene)).toEqual(before);
        },
      ),
      RUNS,
    );
  });
});
