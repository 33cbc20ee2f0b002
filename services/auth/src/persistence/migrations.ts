import { CreateOutbox1700000000001 } from "@rentezy/events";
import type { MigrationInterface, QueryRunner } from "typeorm";

/** Accounts. The address is kept in lower case, so that unique means unique to people. */
class CreateAccount1763900000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE account (
        id uuid PRIMARY KEY,
        email text NOT NULL CONSTRAINT account_email_unique UNIQUE
          CONSTRAINT account_email_lower CHECK (email = lower(email)),
        name text NOT NULL,
        role text NOT NULL
          CONSTRAINT account_role CHECK (role IN ('tenant', 'landlord', 'admin')),
        password_hash text NOT NULL,
        email_verified boolean NOT NULL DEFAULT false,
        session_epoch int NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE account");
  }
}

/**
 * When somebody tried to sign in to an address, whether or not it has an account; a success
 * removes the row.
 */
class CreateLoginAttempts1763900000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE login_attempts (
        email text PRIMARY KEY,
        attempted_at timestamptz[] NOT NULL,
        last_attempt_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE INDEX login_attempts_by_age ON login_attempts (last_attempt_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE login_attempts");
  }
}

/** In order; one that has landed is never changed. */
export const migrations = [
  CreateOutbox1700000000001,
  CreateAccount1763900000001,
  CreateLoginAttempts1763900000002,
];
