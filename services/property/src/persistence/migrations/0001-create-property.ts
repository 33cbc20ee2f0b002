import type { MigrationInterface, QueryRunner } from "typeorm";

/** Properties and the kinds of rooms they offer. */
export class CreateProperty1700000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE property (
        id uuid PRIMARY KEY,
        landlord_id uuid NOT NULL,
        version int NOT NULL CONSTRAINT property_version_positive CHECK (version >= 1),
        status text NOT NULL CONSTRAINT property_status_known
          CHECK (status IN ('draft', 'published', 'unpublished', 'deleted')),
        title text NOT NULL,
        description text NOT NULL,
        city text NOT NULL,
        locality text NOT NULL,
        address text NOT NULL,
        latitude float8 NOT NULL CONSTRAINT property_latitude_on_earth CHECK (latitude BETWEEN -90 AND 90),
        longitude float8 NOT NULL CONSTRAINT property_longitude_on_earth CHECK (longitude BETWEEN -180 AND 180),
        property_type text NOT NULL CONSTRAINT property_type_known
          CHECK (property_type IN ('apartment', 'house', 'villa', 'pg', 'studio')),
        furnishing text NOT NULL CONSTRAINT property_furnishing_known
          CHECK (furnishing IN ('unfurnished', 'semi-furnished', 'furnished')),
        bedrooms int NOT NULL CONSTRAINT property_bedrooms_not_negative CHECK (bedrooms >= 0),
        amenities text[] NOT NULL,
        published_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT property_published_has_time CHECK (status <> 'published' OR published_at IS NOT NULL)
      )`);
    await runner.query(`
      CREATE INDEX property_of_landlord ON property (landlord_id, id) WHERE status <> 'deleted'`);
    await runner.query(`
      CREATE INDEX property_published ON property (id) WHERE status = 'published'`);
    await runner.query(`
      CREATE INDEX property_published_in_city ON property (lower(city), id) WHERE status = 'published'`);
    await runner.query(`
      CREATE TABLE room (
        id uuid PRIMARY KEY,
        property_id uuid NOT NULL REFERENCES property (id),
        name text NOT NULL,
        rent_paise int NOT NULL CONSTRAINT room_rent_positive CHECK (rent_paise > 0),
        deposit_paise int NOT NULL CONSTRAINT room_deposit_not_negative CHECK (deposit_paise >= 0),
        quantity int NOT NULL CONSTRAINT room_quantity_not_negative CHECK (quantity >= 0),
        refused_quantity int,
        refused_at timestamptz,
        CONSTRAINT room_price_payable CHECK (rent_paise::bigint + deposit_paise <= 1000000000),
        CONSTRAINT room_refusal_whole CHECK ((refused_quantity IS NULL) = (refused_at IS NULL))
      )`);
    await runner.query(`
      CREATE INDEX room_of_property ON room (property_id, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE room");
    await runner.query("DROP TABLE property");
  }
}
