import type { MigrationInterface, QueryRunner } from "typeorm";

/** Lets the few refunds that failed be found among all. */
export class IndexFailedRefunds1700000000104 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX refund_failed ON refund (purpose, subject_id) WHERE status = 'failed'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX refund_failed");
  }
}
