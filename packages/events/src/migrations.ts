import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The outbox: what must leave this service, written in the transaction that made it true.
 *
 * `position` orders rows; rows of one aggregate are inserted under that aggregate's row lock, so
 * their order is the order of what happened. The trigger wakes the relay at commit.
 */
export class CreateOutbox1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id uuid NOT NULL UNIQUE,
        destination text NOT NULL,
        aggregate_id uuid NOT NULL,
        type text NOT NULL,
        payload jsonb NOT NULL,
        traceparent text,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        delivered_at timestamptz,
        attempts int NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT '-infinity'
      )`);
    await runner.query(`
      CREATE INDEX outbox_waiting ON outbox (destination, position) WHERE delivered_at IS NULL`);
    await runner.query(`
      CREATE INDEX outbox_waiting_by_aggregate ON outbox (destination, aggregate_id, position)
      WHERE delivered_at IS NULL`);
    await runner.query(`
      CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE delivered_at IS NOT NULL`);
    await runner.query(`
      CREATE FUNCTION wake_outbox_relay() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$`);
    await runner.query(`
      CREATE TRIGGER outbox_wakes_relay AFTER INSERT ON outbox
      FOR EACH STATEMENT EXECUTE FUNCTION wake_outbox_relay()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE outbox");
    await runner.query("DROP FUNCTION wake_outbox_relay");
  }
}

/** The inbox: which events have had their effect, written in the transaction of the effect. */
export class CreateInbox1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE processed_event (
        event_id uuid PRIMARY KEY,
        type text NOT NULL,
        processed_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE processed_event");
  }
}

/**
 * Lets old entries of the inbox be found. They are written in the order of time, so that the smallest of indexes
 * does.
 */
export class IndexInbox1700000001201 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX processed_event_by_time ON processed_event USING brin (processed_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX processed_event_by_time");
  }
}

/**
 * What could not be handled, kept until somebody looks. `fingerprint` is of the letter's bytes: the
 * broker may deliver a letter twice, and an id says nothing where the event cannot be read.
 *
 * `failed_delivery` remembers why an event failed last, since the broker hands over a letter without a
 * reason, and perhaps to another replica than the one that failed.
 */
export class CreateDeadLetters1700000001001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE dead_letter (
        id uuid PRIMARY KEY,
        fingerprint text NOT NULL UNIQUE,
        event_id text,
        topic text NOT NULL,
        type text NOT NULL,
        event jsonb NOT NULL,
        reason text NOT NULL,
        attempts int,
        failed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        replayed_at timestamptz
      )`);
    await runner.query(`
      CREATE INDEX dead_letter_waiting ON dead_letter (id DESC) WHERE replayed_at IS NULL`);
    await runner.query(`
      CREATE TABLE failed_delivery (
        event_id uuid PRIMARY KEY,
        reason text NOT NULL,
        attempts int NOT NULL DEFAULT 1,
        failed_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE failed_delivery");
    await runner.query("DROP TABLE dead_letter");
  }
}
