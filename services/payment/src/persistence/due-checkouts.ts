import type { EntityManager } from "@rentezy/database";
import type { Subject } from "../domain/checkout.js";
import { nextLook } from "../domain/follow-up.js";
import type { Checkouts, Due } from "../use-cases/ports.js";
import type { ClaimOptions } from "./claims.js";
import { checkoutEntity, refundEntity } from "./entities.js";
import { toCheckout, type Rhythm } from "./rows.js";

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

/** A change, or a webhook that asks for a look, plans the next one itself: then `$3` is not when it is due. */
const LOOKED = `
  UPDATE checkout SET claimed_until = NULL,
    looks = CASE WHEN next_look_at = $3 THEN $4::int ELSE looks END,
    next_look_at = CASE WHEN next_look_at = $3 THEN $5::timestamptz ELSE next_look_at END
  WHERE purpose = $1 AND subject_id = $2`;

/** The sweeper's work: a sweep looks at very many, so each costs few statements and waits for no lock. */
export function dueCheckouts(
  manager: EntityManager,
  { now, claimSeconds, pace }: ClaimOptions & Rhythm,
): Pick<Checkouts, "claimDue" | "looked"> {
  return {
    claimDue: async (limit) => {
      const values = [now(), limit, claimSeconds];
      const claimed = await manager.query<Subject[]>(CLAIM_DUE, values);
      return claimed.length === 0 ? [] : read(manager, claimed);
    },
    looked: async ({ checkout, looks, dueAt }) => {
      const { purpose, subjectId } = checkout;
      const next = nextLook(checkout, looks + 1, pace, now());
      const values = [purpose, subjectId, dueAt, looks + 1, next];
      await manager.query(LOOKED, values);
    },
  };
}

async function read(
  manager: EntityManager,
  where: Subject[],
): Promise<readonly Due[]> {
  const rows = await manager.find(checkoutEntity, { where });
  const refunds = await manager.find(refundEntity, {
    where,
    order: { refundId: "ASC" },
  });
  return rows.map((row) => ({
    checkout: toCheckout(
      row,
      refunds.filter(
        ({ purpose, subjectId }) =>
          purpose === row.purpose && subjectId === row.subjectId,
      ),
    ),
    looks: row.looks,
    dueAt: row.nextLookAt,
  }));
}
