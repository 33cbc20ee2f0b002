import type { MigrationInterface, QueryRunner } from "typeorm";

/** Refunds of checkouts, as Stripe tells them. */
export class CreateRefund1700000000102 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE refund (
        refund_id text PRIMARY KEY,
        purpose text NOT NULL,
        subject_id uuid NOT NULL,
        status text NOT NULL CONSTRAINT refund_status_known
          CHECK (status IN ('pending', 'succeeded', 'failed')),
        amount_paise bigint NOT NULL CONSTRAINT refund_amount_positive CHECK (amount_paise > 0),
        FOREIGN KEY (purpose, subject_id) REFERENCES checkout (purpose, subject_id)
      )`);
    await runner.query(`
      CREATE INDEX refund_of_subject ON refund (purpose, subject_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE refund");
  }
}
