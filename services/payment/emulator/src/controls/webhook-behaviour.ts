/** How badly webhooks travel: told by tests, forgotten at a restart. */
import { z } from "zod";
import type { PlannedDelivery } from "../use-cases/desk.js";

export const webhookBehaviourSchema = z.strictObject({
  /** A probability, or how many of the next events are lost for ever. */
  lose: z
    .union([z.number().min(0).max(1), z.strictObject({ next: z.int().min(0) })])
    .default(0),
  /** Milliseconds until the first attempt. */
  delayMs: z.int().min(0).max(86_400_000).default(0),
  /** How many more times each event is sent than the once it should be. */
  repeat: z.int().min(0).max(100).default(0),
  /** Sends what happens within a second in the reverse of its order. */
  reorder: z.boolean().default(false),
  /** Touches these event types only; all when absent. */
  types: z.array(z.string()).optional(),
});

export type WebhookBehaviour = z.infer<typeof webhookBehaviourSchema>;

const REORDER_WINDOW_MS = 1_000;

export interface WebhookRoads {
  readonly behaviour: () => WebhookBehaviour;
  readonly change: (behaviour: WebhookBehaviour) => void;
  readonly plan: (type: string) => readonly PlannedDelivery[];
}

/** @param random 0 to below 1 */
export function createWebhookRoads(deps: {
  nowMs: () => number;
  random: () => number;
}): WebhookRoads {
  let behaviour = webhookBehaviourSchema.parse({});
  let losses = 0;
  let window = { endMs: 0, events: 0 };

  const isLost = (): boolean => {
    if (typeof behaviour.lose === "number")
      return deps.random() < behaviour.lose;
    if (losses === 0) return false;
    losses -= 1;
    return true;
  };

  /** After the end of its window, the sooner the later it came; the first two are half a second apart. */
  const reordered = (nowMs: number): number => {
    if (nowMs >= window.endMs)
      window = { endMs: nowMs + REORDER_WINDOW_MS, events: 0 };
    window.events += 1;
    return window.endMs + Math.round(REORDER_WINDOW_MS / window.events);
  };

  return {
    behaviour: () => behaviour,
    change: (changed) => {
      behaviour = changed;
      losses = typeof changed.lose === "object" ? changed.lose.next : 0;
      window = { endMs: 0, events: 0 };
    },
    plan: (type) => {
      const nowMs = deps.nowMs();
      if (behaviour.types?.includes(type) === false)
        return [{ dueAtMs: nowMs, lost: false }];
      if (isLost()) return [{ dueAtMs: nowMs, lost: true }];
      const dueAtMs =
        (behaviour.reorder ? reordered(nowMs) : nowMs) + behaviour.delayMs;
      return Array.from({ length: 1 + behaviour.repeat }, () => ({
        dueAtMs,
        lost: false,
      }));
    },
  };
}
