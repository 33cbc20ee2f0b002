import type { DataSource, EntityManager } from "@rentezy/database";
import type { Subject } from "../domain/checkout.js";
import type { WebhookId, WebhookResult, Whose } from "../use-cases/ports.js";
import { findSubject } from "./locked-checkout.js";

/** Stripe repeats a webhook for three days at most. */
const MEMORY_DAYS = 30;

/**
 * Runs a webhook's effect once: its id is recorded in the transaction of the effect, so that a
 * repetition, even a simultaneous one, waits for the first and then finds it done.
 */
export function oncePerWebhook(
  dataSource: DataSource,
  webhook: WebhookId,
  whose: Whose | undefined,
  effect: (manager: EntityManager, subject: Subject) => Promise<unknown>,
): Promise<WebhookResult> {
  return dataSource.transaction(async (manager) => {
    const recorded = await manager.query<unknown[]>(
      `INSERT INTO stripe_event (event_id, type) VALUES ($1, $2)
       ON CONFLICT (event_id) DO NOTHING RETURNING event_id`,
      [webhook.id, webhook.type],
    );
    if (recorded.length === 0) return "repeated";
    const subject = await findSubject(manager, whose);
    if (!subject) return "not ours";
    await effect(manager, subject);
    return "applied";
  });
}

/** Deletes the ids of webhooks that Stripe cannot repeat any more. */
export async function forgetOldWebhooks(manager: EntityManager): Promise<void> {
  await manager.query(
    "DELETE FROM stripe_event WHERE received_at < now() - $1 * interval '1 day'",
    [MEMORY_DAYS],
  );
}
