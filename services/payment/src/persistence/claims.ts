import type { EntityManager } from "@rentezy/database";
import type { Subject } from "../domain/checkout.js";
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

/** SKIP LOCKED: replicas whose cron fires at the same moment take different rows instead of waiting. */
const CLAIM_DUE = `
  WITH due AS (
    SELECT purpose, subject_id FROM checkout
    WHERE next_look_at <= $1 AND (claimed_until IS NULL OR claimed_until < $1)
    ORDER BY next_look_at LIMIT $2 FOR UPDATE SKIP LOCKED),
  claimed AS (
    UPDATE checkout SET claimed_until = $1::timestamptz + $3 * interval '1 second'
    FROM due WHERE checkout.purpose = due.purpose AND checkout.subject_id = due.subject_id
    RETURNING checkout.purpose, checkout.subject_id)
  SELECT purpose, subject_id AS "subjectId" FROM claimed`;

/** Claims are a column, not a lock: nothing in the database waits while Stripe is asked. */
export function claims(
  manager: EntityManager,
  { now, claimSeconds }: ClaimOptions,
): Pick<Checkouts, "claim" | "release" | "claimDue"> {
  return {
    claim: async ({ purpose, subjectId }) => {
      const values = [purpose, subjectId, now(), claimSeconds];
      const [rows] = await manager.query<[unknown[], number]>(CLAIM, values);
      return rows.length > 0;
    },
    release: async ({ purpose, subjectId }) => {
      await manager.query(RELEASE, [purpose, subjectId]);
    },
    claimDue: (limit) =>
      manager.query<Subject[]>(CLAIM_DUE, [now(), limit, claimSeconds]),
  };
}
