import type { EntityManager } from "@rentezy/database";
import { appendToOutbox, eventEntry } from "@rentezy/events";
import type { Change, Checkout, Subject } from "../domain/checkout.js";
import { checkoutNotFound } from "../domain/errors.js";
import type { Whose } from "../use-cases/ports.js";
import { isWithoutEffect } from "../use-cases/without-effect.js";
import { checkoutEntity, refundEntity, type CheckoutRow } from "./entities.js";
import { toCheckout, toCheckoutRow, type Rhythm } from "./rows.js";

const keyOf = ({ purpose, subjectId }: Subject) => ({ purpose, subjectId });

const LOCKED = { lock: { mode: "pessimistic_write" } } as const;

/** The subject's checkout, if it has one. */
export async function find(
  manager: EntityManager,
  subject: Subject,
): Promise<Checkout | undefined> {
  return (await findRow(manager, subject, {}))?.checkout;
}

async function findRow(
  manager: EntityManager,
  subject: Subject,
  options: Partial<typeof LOCKED>,
): Promise<{ row: CheckoutRow; checkout: Checkout } | undefined> {
  const where = keyOf(subject);
  const row = await manager.findOne(checkoutEntity, { where, ...options });
  if (!row) return undefined;
  const refunds = await manager.find(refundEntity, {
    where,
    order: { refundId: "ASC" },
  });
  return { row, checkout: toCheckout(row, refunds) };
}

/** Throws DomainError `PAYMENT.CHECKOUT_NOT_FOUND`. */
async function lock(manager: EntityManager, subject: Subject) {
  const found = await findRow(manager, subject, LOCKED);
  if (!found) throw checkoutNotFound();
  return found;
}

/** Whose checkout a webhook is about, if it is one of ours. */
export async function findSubject(
  manager: EntityManager,
  whose: Whose | undefined,
): Promise<Subject | undefined> {
  if (!whose) return undefined;
  const row = await manager.findOne(checkoutEntity, {
    where:
      "subject" in whose
        ? keyOf(whose.subject)
        : { paymentIntentId: whose.paymentIntentId },
  });
  return row ? keyOf(row) : undefined;
}

/**
 * Applies a change under the row's lock and writes what it announces in the same transaction: the
 * lock makes changes of one checkout, and so its outbox rows, wait for each other.
 */
export async function changeLocked(
  manager: EntityManager,
  subject: Subject,
  rhythm: Rhythm,
  change: (checkout: Checkout) => Change,
): Promise<Checkout> {
  const { checkout: before } = await lock(manager, subject);
  const changed = change(before);
  if (isWithoutEffect(changed, before)) return before;
  const { checkout: after, announcements } = changed;
  await manager.update(
    checkoutEntity,
    keyOf(subject),
    toCheckoutRow(after, 0, rhythm),
  );
  if (after.refunds.length > 0) {
    const rows = after.refunds.map((each) => ({ ...each, ...keyOf(subject) }));
    await manager.upsert(refundEntity, rows, ["refundId"]);
  }
  const { purpose, subjectId, amountPaise, currency } = after;
  const outcome = { purpose, subjectId, amountPaise, currency };
  await appendToOutbox(
    manager,
    announcements.map((type) => eventEntry(type, subjectId, outcome)),
  );
  return after;
}
