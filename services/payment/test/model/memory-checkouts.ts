/**
 * Checkouts in memory, with the promises of the database: a change is applied to what is there at that
 * moment, with what it announces and with its webhook's id, or not at all; and the constraints hold.
 */
import type {
  Announcement,
  Change,
  Checkout,
} from "../../src/domain/checkout.js";
import { checkoutNotFound } from "../../src/domain/errors.js";
import { nextLook } from "../../src/domain/follow-up.js";
import type { Checkouts } from "../../src/use-cases/ports.js";
import { isWithoutEffect } from "../../src/use-cases/without-effect.js";
import type { Travel } from "./network.js";

const PACE = { afterSeconds: 20, maxIntervalSeconds: 600 };

/** The one row of the one subject that these stories are about. */
export interface Row {
  checkout: Checkout | undefined;
  looks: number;
  nextLookAt: Date | null;
  readonly announced: Announcement[];
  readonly webhooks: Set<string>;
}

export const emptyRow = (): Row => ({
  checkout: undefined,
  looks: 0,
  nextLookAt: null,
  announced: [],
  webhooks: new Set(),
});

function write(row: Row, checkout: Checkout, now: Date): void {
  const { status, money, sessionId } = checkout;
  if (money === "paid" && status !== "complete")
    throw new Error("checkout_paid_is_complete");
  if ((status === "open" || status === "complete") && sessionId === null)
    throw new Error("checkout_open_has_session");
  row.checkout = checkout;
  row.looks = 0;
  row.nextLookAt = nextLook(checkout, 0, PACE, now);
}

function apply(
  row: Row,
  now: Date,
  change: (checkout: Checkout) => Change,
): Checkout {
  const before = row.checkout;
  if (!before) throw checkoutNotFound();
  const changed = change(before);
  if (isWithoutEffect(changed, before)) return before;
  write(row, changed.checkout, now);
  row.announced.push(...changed.announcements);
  return changed.checkout;
}

/** Claims keep nobody away here: they save work, and nothing may need them to be right. */
export function memoryCheckouts(
  row: Row,
  now: () => Date,
  travel: Travel,
): Checkouts {
  return {
    ...webhooksOf(row, now, travel),
    ...looksOf(row, now),
    add: async (checkout) => {
      await travel("add");
      const created = row.checkout === undefined;
      if (created) write(row, checkout, now());
      return { created, checkout: row.checkout ?? checkout };
    },
    find: async () => {
      await travel("find");
      return row.checkout;
    },
    change: async (_subject, change) => {
      await travel("change");
      return apply(row, now(), change);
    },
    claim: () => Promise.resolve(true),
    release: () => Promise.resolve(),
  };
}

function webhooksOf(
  row: Row,
  now: () => Date,
  travel: Travel,
): Pick<Checkouts, "changeOnce" | "lookOnce" | "forgetOldWebhooks"> {
  const once = async (id: string, effect: () => void) => {
    await travel(`webhook ${id}`);
    if (row.webhooks.has(id)) return "repeated";
    if (row.checkout) effect();
    row.webhooks.add(id);
    return row.checkout ? "applied" : "not ours";
  };
  return {
    changeOnce: ({ id }, _whose, change) =>
      once(id, () => apply(row, now(), change)),
    lookOnce: ({ id }) =>
      once(id, () => {
        row.nextLookAt = now();
      }),
    forgetOldWebhooks: () => Promise.resolve(),
  };
}

function looksOf(
  row: Row,
  now: () => Date,
): Pick<Checkouts, "claimDue" | "looked"> {
  return {
    claimDue: () => {
      const { checkout, looks, nextLookAt } = row;
      const isDue = checkout && nextLookAt && nextLookAt <= now();
      return Promise.resolve(
        isDue ? [{ checkout, looks, dueAt: nextLookAt }] : [],
      );
    },
    looked: ({ checkout, looks, dueAt }) => {
      if (row.nextLookAt?.getTime() === dueAt?.getTime()) {
        row.looks = looks + 1;
        row.nextLookAt = nextLook(checkout, looks + 1, PACE, now());
      }
      return Promise.resolve();
    },
  };
}
