import type { MigrationInterface, QueryRunner } from "typeorm";

/** Checkouts, one a subject. `claimed_until` keeps replicas from asking Stripe the same. */
export class CreateCheckout1700000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE checkout (
        purpose text NOT NULL CONSTRAINT checkout_purpose_known CHECK (purpose IN ('booking', 'invoice')),
        subject_id uuid NOT NULL,
        amount_paise bigint NOT NULL,
        currency text NOT NULL CONSTRAINT checkout_currency_known CHECK (currency = 'INR'),
        description text NOT NULL,
        attempt int NOT NULL CONSTRAINT checkout_attempt_not_negative CHECK (attempt >= 0),
        status text NOT NULL CONSTRAINT checkout_status_known
          CHECK (status IN ('opening', 'open', 'expired', 'complete')),
        money text NOT NULL CONSTRAINT checkout_money_known CHECK (money IN ('unpaid', 'failed', 'paid')),
        closing boolean NOT NULL,
        session_id text CONSTRAINT checkout_session_of_one_subject UNIQUE,
        url text,
        expires_at timestamptz NOT NULL,
        payment_intent_id text,
        refund_attempt int NOT NULL CONSTRAINT checkout_refund_attempt_not_negative CHECK (refund_attempt >= 0),
        refund_wanted boolean NOT NULL,
        refund_announced boolean NOT NULL,
        created_at timestamptz NOT NULL,
        looks int NOT NULL,
        next_look_at timestamptz,
        claimed_until timestamptz,
        CONSTRAINT checkout_of_subject PRIMARY KEY (purpose, subject_id),
        CONSTRAINT checkout_amount_positive CHECK (amount_paise > 0 OR (amount_paise = 0 AND attempt = 0)),
        CONSTRAINT checkout_never_asked_is_expired CHECK (attempt > 0 OR status = 'expired'),
        CONSTRAINT checkout_open_has_session
          CHECK (status NOT IN ('open', 'complete') OR session_id IS NOT NULL),
        CONSTRAINT checkout_paid_is_complete CHECK (money <> 'paid' OR status = 'complete')
      )`);
    await runner.query(`
      CREATE INDEX checkout_due ON checkout (next_look_at) WHERE next_look_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX checkout_of_payment_intent ON checkout (payment_intent_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE checkout");
  }
}
