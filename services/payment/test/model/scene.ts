/** One subject's payment: the real stories between a caller, a payer and Stripe, in any order of things. */
import { DomainError } from "@rentezy/contracts";
import { setImmediate } from "node:timers/promises";
import { pino } from "pino";
import type { Checkout } from "../../src/domain/checkout.js";
import { checkoutView, refundView } from "../../src/http/views.js";
import { createStories, type Stories } from "../../src/use-cases/stories.js";
import { emptyRow, memoryCheckouts, type Row } from "./memory-checkouts.js";
import { createCalls, type Fault, type Travel } from "./network.js";
import { providerOf, type Books } from "./stripe.js";

const SUBJECT = {
  purpose: "booking",
  subjectId: "0192d3c4-0000-7000-8000-000000000001",
} as const;
const AMOUNT = 2_500_000;
const WISH = {
  ...SUBJECT,
  amountPaise: AMOUNT,
  currency: "INR",
  description: "Room",
} as const;
const START_MS = Date.parse("2026-11-23T08:30:00.000Z");

/** Decides about order; fast-check's scheduler is one. */
export interface Scheduler {
  readonly schedule: (task: Promise<void>, label: string) => Promise<void>;
  readonly count: () => number;
  readonly waitNext: (count: number) => Promise<void>;
}

/** What the caller was told, and wants. */
interface Caller {
  readonly urls: Set<string>;
  wasToldExpired: boolean;
  wantsRefund: boolean;
  /** Errors that no caller of a service should see. */
  readonly surprises: unknown[];
}

export interface Scene {
  readonly row: Row;
  readonly books: Books;
  readonly caller: Caller;
  readonly stories: Stories;
  readonly pass: (minutes: number) => void;
  /** From now on every call of Stripe is answered. */
  readonly heal: () => void;
  /** Lets up to so many waiting things happen. */
  readonly proceed: (steps: number) => Promise<void>;
  readonly open: () => void;
  readonly expire: () => void;
  readonly refund: () => void;
  readonly sweep: () => void;
  /** A webhook arrives; with `again` it stays under way and will arrive once more. */
  readonly deliver: (which: number, again: boolean) => void;
}

export function createScene(
  scheduler: Scheduler,
  faults: readonly Fault[],
): Scene {
  const clock = { ms: START_MS };
  const waiting = [...faults];
  const now = () => new Date(clock.ms);
  const travel: Travel = (label) =>
    scheduler.schedule(Promise.resolve(), label);
  const row = emptyRow();
  const books: Books = {
    amountPaise: AMOUNT,
    whose: { subject: SUBJECT },
    now: () => clock.ms,
    sessions: [],
    refunds: [],
    webhooks: [],
    told: 0,
    disownedSessions: 0,
  };
  const calls = createCalls(
    travel,
    () => waiting.shift() ?? "none",
    (name) => {
      if (name === "open session") books.disownedSessions += 1;
    },
  );
  const stories = createStories({
    checkouts: memoryCheckouts(row, now, travel),
    provider: providerOf(books, calls),
    now,
    logger: pino({ level: "silent" }),
    sweeper: { batch: 10, budgetMs: 60_000 },
  });
  const caller = newCaller();
  return {
    row,
    books,
    caller,
    stories,
    pass: (minutes) => {
      clock.ms += minutes * 60_000;
    },
    heal: () => waiting.splice(0),
    proceed: (steps) => proceed(scheduler, steps),
    ...actionsOf(stories, caller, books),
  };
}

const newCaller = (): Caller => ({
  urls: new Set(),
  wasToldExpired: false,
  wantsRefund: false,
  surprises: [],
});

async function proceed(scheduler: Scheduler, steps: number): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    // What the last step has led to comes to wait first.
    await setImmediate();
    if (scheduler.count() === 0) return;
    await scheduler.waitNext(1);
  }
  await setImmediate();
}

type Actions = Pick<Scene, "open" | "expire" | "refund" | "sweep" | "deliver">;

/** A refusal is an answer; anything else is a surprise. */
type Attempt = <Result>(
  story: Promise<Result>,
  hear?: (result: Result) => void,
  hearRefusal?: (refusal: DomainError) => void,
) => void;

const attemptsOf =
  (caller: Caller): Attempt =>
  (story, hear, hearRefusal) => {
    story.then(hear).catch((error: unknown) => {
      if (error instanceof DomainError) hearRefusal?.(error);
      else caller.surprises.push(error);
    });
  };

function actionsOf(stories: Stories, caller: Caller, books: Books): Actions {
  const attempt = attemptsOf(caller);
  const hearCheckout = (checkout: Checkout) => {
    const { url, status } = checkoutView(checkout);
    if (url !== null) caller.urls.add(url);
    if (status === "expired") caller.wasToldExpired = true;
  };
  return {
    open: () =>
      attempt(stories.openCheckout(WISH), ({ checkout }) =>
        hearCheckout(checkout),
      ),
    expire: () =>
      attempt(stories.expireCheckout(SUBJECT), (checkout) => {
        hearCheckout(checkout);
        // The answer is how it ended, or there is none.
        if (checkoutView(checkout).status === "open")
          caller.surprises.push("an open checkout, when asked to end it");
      }),
    refund: () =>
      attempt(
        stories.refundPayment(SUBJECT),
        () => {
          caller.wantsRefund = true;
        },
        ({ code }) => {
          if (code !== "PAYMENT.NOTHING_TO_REFUND") caller.wantsRefund = true;
        },
      ),
    sweep: () => attempt(stories.sweep()),
    deliver: (which, again) => {
      const index = which % books.webhooks.length;
      const webhook = books.webhooks[index];
      if (!webhook) return;
      if (!again) books.webhooks.splice(index, 1);
      const { id, news } = webhook;
      attempt(stories.applyStripeEvent({ id, type: "any" }, news));
    },
  };
}

/** What anybody outside the service can know of the payment. */
export function knownOf({ row }: Scene) {
  if (!row.checkout) throw new Error("the checkout was never written down");
  const checkout = checkoutView(row.checkout);
  const refund = refundView(row.checkout);
  return { checkout, refund, announced: [...row.announced] };
}
