import type { Verdict } from "@rentezy/contracts";
import type { Failure } from "@rentezy/dapr";
import { blamesValues } from "@rentezy/database";
import { ZodError } from "zod";
import type { Failures } from "./failures.js";

/**
 * How often an event is tried whose handler fails by what the event says. Not once: what it stumbles
 * over may be put right by another event that is under way. Deliveries are two seconds apart.
 */
const ATTEMPTS_OF_POISON = 5;

/** Errors of code that met a value it was not written for. `fetch` calls a lost connection so, with a cause. */
const isFaultOfCode = (error: unknown): boolean =>
  error instanceof ZodError ||
  error instanceof RangeError ||
  (error instanceof TypeError && error.cause === undefined);

/** True when the same event will fail the same way, whatever the state of what we depend on. */
export const blamesEvent = (error: unknown): boolean =>
  isFaultOfCode(error) || blamesValues(error);

/**
 * Decides about an event that failed: one that blames itself goes to the dead letters after a few
 * attempts, since all of its partition waits behind it; anything else has its hour, so that an outage
 * costs no event.
 */
export const judge =
  (failures: Failures) =>
  async ({ eventId, error, reason, verdict }: Failure): Promise<Verdict> => {
    const attempts = await failures.note(eventId, reason);
    return blamesEvent(error) && attempts >= ATTEMPTS_OF_POISON
      ? "DROP"
      : verdict;
  };
