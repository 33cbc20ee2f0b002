import type { EntityManager } from "@rentezy/database";

/**
 * Runs an event's effect once: the event's id is recorded in the transaction of the effect, so a
 * second delivery, even a simultaneous one, finds it and does nothing.
 *
 * @returns false when the event had its effect before.
 */
export async function once(
  manager: EntityManager,
  event: { readonly id: string; readonly type: string },
  effect: () => Promise<void>,
): Promise<boolean> {
  const recorded = await manager.query<unknown[]>(
    `INSERT INTO processed_event (event_id, type) VALUES ($1, $2)
     ON CONFLICT (event_id) DO NOTHING RETURNING event_id`,
    [event.id, event.type],
  );
  if (recorded.length === 0) return false;
  await effect();
  return true;
}
