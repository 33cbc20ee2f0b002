import type { EntityManager } from "@rentezy/database";
import type { Checkouts } from "../use-cases/ports.js";

export interface ClaimOptions {
  readonly now: () => Date;
  /** How long a claim keeps others away, in seconds; longer than any call of Stripe. */
  readonly claimSeconds: number;
}

const CLAIM = `
  UPDATE checkout SET claimed_until = $3::timestamptz + $4 * interval '1 second'
  WHERE purpose = $1 AND subject_id = $2 AND (claimed_until IS NULL OR claimed_until < $3)
  RETURNING subject_id`;

const RELEASE = `
  UPDATE checkout SET claimed_until = NULL WHERE purpose = $1 AND subject_id = $2`;

/** Claims are a column, not a lock: nothing in the database waits while Stripe is asked. */
export function claims(
  manager: EntityManager,
  { now, claimSeconds }: ClaimOptions,
): Pick<Checkouts, "claim" | "release"> {
  return {
    claim: async ({ purpose, subjectId }) => {
      const values = [purpose, subjectId, now(), claimSeconds];
      const [rows] = await manager.query<[unknown[], number]>(CLAIM, values);
      return rows.length > 0;
    },
    release: async ({ purpose, subjectId }) => {
      await manager.query(RELEASE, [purpose, subjectId]);
    },
  };
}
