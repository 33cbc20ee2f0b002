/** The real stories, in any order of calls, answers, webhooks and faults that fast-check can think of. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  deliverTheRest,
  finish,
  HAPPENINGS,
  type Happening,
} from "../../test/model/course.js";
import { FAULTS, type Fault } from "../../test/model/network.js";
import { createScene, knownOf, type Scene } from "../../test/model/scene.js";
import { isSettled, type Announcement } from "../domain/checkout.js";

/** One seed for everybody: a failure here is a failure there. It is printed with the smallest story that fails. */
const RUNS = { seed: 20_261_123, numRuns: 200 } as const;

/** More steps than any story leaves to be done. */
const UNTIL_IDLE = 10_000;

const PAID = "payment.succeeded.v1";
const REFUNDED = "payment.refunded.v1";
const EXPIRED = "payment.expired.v1";

const fault = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Fault>("none") },
  { weight: 1, arbitrary: fc.constantFrom<Fault>(...FAULTS) },
);

interface Next {
  readonly what: Happening;
  readonly which: number;
  /** How much of what waits goes on before it happens. */
  readonly steps: number;
}

/** Who goes first, what fails, and what happens. */
const scenesOf = (...happenings: readonly Happening[]) =>
  fc.record({
    scheduler: fc.scheduler(),
    faults: fc.array(fault, { maxLength: 30 }),
    callerStays: fc.boolean(),
    story: fc.array(
      fc.record<Next>({
        what: fc.constantFrom(...happenings),
        which: fc.nat({ max: 5 }),
        steps: fc.nat({ max: 12 }),
      }),
      { maxLength: 30, size: "max" },
    ),
  });

const scenes = scenesOf(...(Object.keys(HAPPENINGS) as Happening[]));

const scenesOfOpening = scenesOf(
  "the caller opens",
  "the caller opens",
  "the caller opens",
  "the caller expires",
  "the sweeper comes",
  "a card pays",
  "a long time passes",
);

const scenesOfRefunds = scenesOf(
  "the caller refunds",
  "the caller refunds",
  "the caller refunds",
  "the sweeper comes",
  "a refund succeeds",
  "a refund fails",
  "a refund is taken back",
  "a webhook arrives",
  "a webhook arrives, not for the last time",
);

/** Plays a story; what must never be must not be at any step of it. */
async function play(scene: Scene, story: readonly Next[]): Promise<void> {
  for (const { what, which, steps } of story) {
    await scene.proceed(steps);
    HAPPENINGS[what](scene, which);
    expectNothingTwice(scene);
  }
}

/** Opens until there is an address, and pays there. */
async function openAndPay(scene: Scene): Promise<void> {
  while (captured(scene).length === 0) {
    scene.open();
    await scene.proceed(UNTIL_IDLE);
    HAPPENINGS["a card pays"](scene);
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
  // An answer that was lost is asked for again: only after a refusal another session is asked for.
  const { sessions, disownedSessions } = scene.books;
  expect(sessions.length - disownedSessions).toBeLessThanOrEqual(1);
  expect(withoutFailures(scene).length).toBeLessThanOrEqual(1);
  if (announced.includes(REFUNDED)) expect(announced).toContain(PAID);
  expect(scene.caller.surprises).toEqual([]);
}

const isRefunded = ({ row }: Scene) => row.announced.includes(REFUNDED);

/** What must have been announced, in this order, when all that will ever be known is known. */
function announcementsOf(scene: Scene): readonly Announcement[] {
  if (captured(scene).length > 0)
    return isRefunded(scene) ? [PAID, REFUNDED] : [PAID];
  if (hasFailed(scene)) return ["payment.failed.v1"];
  return scene.row.checkout?.attempt === 0 ? [] : [EXPIRED];
}

function expectTheRightEnd(scene: Scene): void {
  const { row, caller } = scene;
  expectNothingTwice(scene);
  expect(row.checkout && isSettled(row.checkout)).toBe(true);
  // All that is left to do is to look back at a session that ended without money, or whose money was given back.
  if (row.checkout?.money === "paid" && !row.checkout.refundAnnounced)
    expect(row.nextLookAt).toBeNull();
  const [capture] = captured(scene);
  // A session that was told to be expired, and is paid: both were announced, unless only the end was heard of.
  const announced = capture?.late
    ? row.announced.filter((each) => each !== EXPIRED)
    : row.announced;
  expect(announced).toEqual(announcementsOf(scene));
  if (capture && !capture.late) expect(caller.wasToldExpired).toBe(false);
}

/** A caller that stays gets what it wants; of one that has gone, what was written down is done all the same. */
function expectMoneyWhereItBelongs(scene: Scene, callerStays: boolean): void {
  const { row, caller, books } = scene;
  const isReturned = knownOf(scene).refund.status === "succeeded";
  const isCaptured = captured(scene).length > 0;
  if (callerStays) expect(isReturned).toBe(isCaptured && caller.wantsRefund);
  if (isReturned) expect(isRefunded(scene)).toBe(true);
  expect(row.checkout?.refundWanted).toBe(false);
  const returned = books.refunds
    .filter(({ status }) => status === "succeeded")
    .reduce((sum, { amountPaise }) => sum + amountPaise, 0);
  expect(returned).toBe(isReturned ? books.amountPaise : 0);
}

/** Webhooks that are still under way when everything has ended change nothing any more. */
async function expectOneEnd(scene: Scene, callerStays: boolean): Promise<void> {
  await finish(scene, callerStays);
  expectTheRightEnd(scene);
  expectMoneyWhereItBelongs(scene, callerStays);
  const end = knownOf(scene);
  await deliverTheRest(scene);
  expect(knownOf(scene)).toEqual(end);
}

describe("one subject's payment, whatever is lost, late, repeated, or at the same time", () => {
  it("announces a capture once, gives back once in full what is wanted back, and ends settled, with and without webhooks", async () => {
    await fc.assert(
      fc.asyncProperty(
        scenes,
        async ({ scheduler, faults, callerStays, story }) => {
          const scene = createScene(scheduler, faults);
          scene.open();
          await play(scene, story);
          await expectOneEnd(scene, callerStays);
        },
      ),
      RUNS,
    );
  });

  it("asks for one session when many open and close it at the same time, and Stripe fails", async () => {
    await fc.assert(
      fc.asyncProperty(
        scenesOfOpening,
        async ({ scheduler, faults, callerStays, story }) => {
          const scene = createScene(scheduler, faults);
          scene.open();
          await play(scene, story);
          await expectOneEnd(scene, callerStays);
        },
      ),
      RUNS,
    );
  });

  it("gives a capture back once when many ask at the same time, and Stripe fails, refuses and changes its mind", async () => {
    await fc.assert(
      fc.asyncProperty(
        scenesOfRefunds,
        async ({ scheduler, faults, callerStays, story }) => {
          const scene = createScene(scheduler, faults);
          await openAndPay(scene);
          await play(scene, story);
          await expectOneEnd(scene, callerStays);
        },
      ),
      RUNS,
    );
  });
});
