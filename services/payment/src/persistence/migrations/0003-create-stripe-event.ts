import type { MigrationInterface, QueryRunner } from "typeorm";

/** Which webhooks were applied, written in the transaction of their effect. */
export class CreateStripeEvent1700000000103 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stripe_event (
        event_id text PRIMARY KEY,
        type text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    await runner.query(`
      CREATE INDEX stripe_event_by_age ON stripe_event (received_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE stripe_event");
  }
}
