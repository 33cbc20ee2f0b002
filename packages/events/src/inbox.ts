import type { DataSource, EntityManager } from "@rentezy/database";

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

/** Ids deleted by one statement: few enough that it ends long before its time is over. */
const FORGOTTEN_AT_ONCE = 5_000;

const FORGET = `
  DELETE FROM processed_event WHERE event_id IN (
    SELECT event_id FROM processed_event WHERE processed_at < now() - interval '30 days'
    LIMIT ${FORGOTTEN_AT_ONCE})`;

/** Forgets events that had their effect a month ago: Kafka, which keeps them for 7 days, cannot deliver them again. */
export async function forgetHandled(dataSource: DataSource): Promise<void> {
  for (let forgotten = FORGOTTEN_AT_ONCE; forgotten === FORGOTTEN_AT_ONCE;)
    [, forgotten] = await dataSource.query<[unknown[], number]>(FORGET);
}
