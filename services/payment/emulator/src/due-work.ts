/** What happens by itself when its time comes: expiries, slow payments, refunds and webhooks. */
import type { Change, DurableRecords } from "./persistence/durable-records.js";
import type { Desk } from "./use-cases/desk.js";
import { findSession } from "./use-cases/find-records.js";
import { settleRefundById } from "./use-cases/refund-payment.js";
import { settleIntent } from "./use-cases/settle-payment.js";

export interface DueWork {
  readonly close: () => void;
}

interface Due {
  readonly atMs: number;
  readonly work: () => void;
}

interface Dependencies {
  readonly records: DurableRecords;
  readonly desk: Desk;
  readonly sendWebhook: (deliveryId: string) => void;
}

function dueFor(
  { desk, sendWebhook }: Dependencies,
  { kind, record }: Change,
): Due | undefined {
  switch (kind) {
    case "session":
      if (record.status !== "open") return undefined;
      return {
        atMs: record.expiresAt * 1000,
        work: () => findSession(desk, record.id),
      };
    case "intent":
      if (record.settlement === null) return undefined;
      return {
        atMs: record.settlement.atMs,
        work: () => settleIntent(desk, record.id),
      };
    case "refund":
      if (record.settlement === null) return undefined;
      return {
        atMs: record.settlement.atMs,
        work: () => settleRefundById(desk, record.id),
      };
    case "delivery":
      if (record.status !== "pending") return undefined;
      return { atMs: record.dueAtMs, work: () => sendWebhook(record.id) };
    default:
      return undefined;
  }
}

/** Follows the records and keeps one timer for each that has something to come; a restart sets them anew. */
export function startDueWork(deps: Dependencies): DueWork {
  const { records, desk } = deps;
  const timers = new Map<string, NodeJS.Timeout>();

  const wait = (id: string, due: Due): void => {
    const run = () => {
      timers.delete(id);
      // Timers can fire a moment early, and the clock can be set back.
      if (desk.nowMs() < due.atMs) wait(id, due);
      else records.together(due.work);
    };
    timers.set(id, setTimeout(run, Math.max(0, due.atMs - desk.nowMs())));
  };

  records.follow((change) => {
    const { id } = change.record;
    clearTimeout(timers.get(id));
    timers.delete(id);
    const due = dueFor(deps, change);
    if (due !== undefined) wait(id, due);
  });

  return {
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
