import {
  CreateDeadLetters1700000001001,
  CreateInbox1700000000002,
  CreateOutbox1700000000001,
  IndexInbox1700000001201,
} from "@rentezy/events";
import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Stock and bookings. The CHECK on `available_quantity` is what makes overselling impossible: no
 * code, however wrong, can take a room that is not there.
 */
class CreateBooking1700000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE room_inventory (
        room_id uuid PRIMARY KEY,
        property_id uuid NOT NULL,
        landlord_id uuid NOT NULL,
        amount_paise bigint NOT NULL CHECK (amount_paise > 0),
        initial_quantity int NOT NULL,
        available_quantity int NOT NULL,
        bookable boolean NOT NULL,
        property_version int NOT NULL,
        CONSTRAINT room_inventory_stock
          CHECK (available_quantity >= 0 AND available_quantity <= initial_quantity)
      ) WITH (fillfactor = 50)`);
    await runner.query(
      "CREATE INDEX room_inventory_property ON room_inventory (property_id)",
    );
    await runner.query(`
      CREATE TABLE booking (
        id uuid PRIMARY KEY,
        room_id uuid NOT NULL REFERENCES room_inventory,
        property_id uuid NOT NULL,
        landlord_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        idempotency_key uuid NOT NULL,
        request_hash text NOT NULL,
        status text NOT NULL CHECK (status IN
          ('reserved', 'expiring', 'booked', 'cancelled', 'refunding', 'refunded')),
        amount_paise bigint NOT NULL CHECK (amount_paise > 0),
        move_in_date date NOT NULL,
        hold_expires_at timestamptz NOT NULL,
        cancellation_reason text,
        checkout_url text,
        checkout_expires_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT booking_idempotency_key UNIQUE (tenant_id, idempotency_key)
      )`);
    await runner.query(
      "CREATE INDEX booking_tenant ON booking (tenant_id, id DESC)",
    );
    await runner.query(
      "CREATE INDEX booking_landlord ON booking (landlord_id, id DESC)",
    );
    await runner.query("CREATE INDEX booking_room ON booking (room_id)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE booking");
    await runner.query("DROP TABLE room_inventory");
  }
}

/**
 * Bookings whose sagas are to be looked after. `looks` also tells two notes of the same booking apart.
 * The index is small: it holds the bookings that are not settled.
 */
class CreateSagaWatch1700000001101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE saga_watch (
        booking_id uuid PRIMARY KEY REFERENCES booking,
        looks int NOT NULL DEFAULT 0,
        next_look_at timestamptz NOT NULL
      )`);
    await runner.query(
      "CREATE INDEX saga_watch_due ON saga_watch (next_look_at)",
    );
    await runner.query(`
      CREATE INDEX booking_unsettled ON booking (hold_expires_at)
      WHERE status IN ('reserved', 'expiring', 'refunding')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX booking_unsettled");
    await runner.query("DROP TABLE saga_watch");
  }
}

/** Since when a booking has been on the list, and when its saga was started anew. */
class TimeSagaWatch1700000001301 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE saga_watch
        ADD COLUMN IF NOT EXISTS noted_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN IF NOT EXISTS mended_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      "ALTER TABLE saga_watch DROP COLUMN noted_at, DROP COLUMN mended_at",
    );
  }
}

/** In order; one that has landed is never changed. */
export const migrations = [
  CreateOutbox1700000000001,
  CreateInbox1700000000002,
  CreateBooking1700000000101,
  CreateDeadLetters1700000001001,
  CreateSagaWatch1700000001101,
  IndexInbox1700000001201,
  TimeSagaWatch1700000001301,
];
