/** Faults of the API itself: told by tests, forgotten at a restart. */
import { z } from "zod";

export const apiFaultSchema = z.strictObject({
  /**
   * `500`: fails before anything is done, and the idempotency key remembers that. `429`: refused, and
   * nothing remembers. `timeout-before`: no answer and nothing done. `timeout-after`: done, but no answer.
   */
  kind: z.enum(["500", "429", "timeout-before", "timeout-after"]),
  /** How many of the next requests that fit fail. */
  next: z.int().min(0).default(1),
  method: z.enum(["GET", "POST"]).optional(),
  // A path in which `*` stands for one segment, as /v1/checkout/sessions/*/expire; all when absent.
  path: z.string().startsWith("/v1").optional(),
  /** How long a timeout holds the connection before it is cut. */
  holdMs: z.int().min(0).max(120_000).default(0),
});

export type ApiFault = z.infer<typeof apiFaultSchema>;

export interface ApiFaults {
  readonly current: () => ApiFault | null;
  /** Replaces the fault; null for none. */
  readonly change: (fault: ApiFault | null) => void;
  /** The fault that this request meets, used up by one. */
  readonly take: (method: string, path: string) => ApiFault | null;
}

function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split("/");
  const given = path.split("/");
  return (
    wanted.length === given.length &&
    wanted.every(
      (segment, index) => segment === "*" || segment === given[index],
    )
  );
}

export function createApiFaults(): ApiFaults {
  let fault: ApiFault | null = null;
  return {
    current: () => fault,
    change: (changed) => {
      fault = changed;
    },
    take: (method, path) => {
      const met = fault;
      if (met === null || met.next === 0) return null;
      if (met.method !== undefined && met.method !== method) return null;
      if (met.path !== undefined && !fits(met.path, path)) return null;
      fault = { ...met, next: met.next - 1 };
      return met;
    },
  };
}
