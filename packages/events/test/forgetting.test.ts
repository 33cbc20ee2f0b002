import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openDatabase, type DataSource } from "@rentezy/database";
import { createLogger, createMetrics } from "@rentezy/telemetry";
import {
  createTestDatabase,
  eventually,
  type TestDatabase,
} from "@rentezy/testkit";
import pg from "pg";
import { forgetOld } from "../src/forgetting.js";
import {
  CreateDeadLetters1700000001001,
  CreateInbox1700000000002,
  CreateOutbox1700000000001,
  IndexInbox1700000001201,
  startRelay,
} from "../src/index.js";

const outboxOnly = [CreateOutbox1700000000001];
const everything = [
  ...outboxOnly,
  CreateInbox1700000000002,
  CreateDeadLetters1700000001001,
  IndexInbox1700000001201,
];

/** 6,000 rows that are old, more than one statement deletes, and 10 that are nearly. */
const DELIVERED = `
  INSERT INTO outbox (id, destination, aggregate_id, type, payload, delivered_at)
  SELECT gen_random_uuid(), 'old', gen_random_uuid(), 'a', '{}',
    now() - CASE WHEN n <= 6000 THEN interval '8 days' ELSE interval '6 days' END
  FROM generate_series(1, 6010) AS n`;
const HANDLED = `
  INSERT INTO processed_event (event_id, type, processed_at)
  SELECT gen_random_uuid(), 'old',
    now() - CASE WHEN n <= 6000 THEN interval '31 days' ELSE interval '29 days' END
  FROM generate_series(1, 6010) AS n`;

/** One letter that was replayed long ago, one that was lately, and one that has waited for a year. */
const LETTERS = `
  INSERT INTO dead_letter (id, fingerprint, topic, type, event, reason, failed_at, replayed_at)
  SELECT gen_random_uuid(), name, 'bookings', 'a', '{}', 'it failed', now() - interval '1 year', now() - age
  FROM (VALUES ('old', interval '31 days'), ('late', interval '29 days'), ('waiting', NULL)) AS letter (name, age)`;

describe("what a relay deletes", () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  const open = async (appId: string, migrations: typeof everything) => {
    database = await createTestDatabase({ appId, migrations });
    const { url } = database;
    const schema = { entities: [], migrations, poolSize: 3 };
    dataSource = await openDatabase({ appId, url, ...schema });
  };
  const close = async () => {
    await dataSource.destroy();
    await database.drop();
  };
  const relay = () =>
    startRelay({
      databaseUrl: database.url,
      appId: "events",
      destinations: { known: () => Promise.resolve(new Set()) },
      dataSource,
      logger: createLogger({ appId: "events", level: "silent" }),
      metrics: createMetrics("events"),
    });
  const countOf = async (table: string, condition = "true") => {
    const rows = await dataSource.query<unknown[]>(
      `SELECT 1 FROM ${table} WHERE ${condition}`,
    );
    return rows.length;
  };

  describe("of a service that hears events", () => {
    beforeAll(() => open("events-all", everything));
    afterAll(close);

    it("is what was delivered a week ago, and what had its effect a month ago, however much", async () => {
      for (const insert of [DELIVERED, HANDLED, LETTERS])
        await dataSource.query(insert);
      const relaying = relay();
      await eventually(async () => {
        expect(await countOf("outbox")).toBe(10);
        expect(await countOf("processed_event")).toBe(10);
        const letters = await dataSource.query<{ fingerprint: string }[]>(
          "SELECT fingerprint FROM dead_letter ORDER BY fingerprint",
        );
        expect(letters.map(({ fingerprint }) => fingerprint)).toEqual([
          "late",
          "waiting",
        ]);
      });
      await relaying.stop();
    });

    it("is no more than is under way when the relay ends", async () => {
      await dataSource.query(HANDLED);
      const ending = new AbortController();
      const pool = new pg.Pool({ connectionString: database.url, max: 1 });
      const seen: string[] = [];
      const query = ((sql: string, values?: unknown[]) => {
        seen.push(sql);
        // The relay ends while the first piece of the inbox is deleted.
        if (sql.includes("DELETE FROM processed_event")) ending.abort();
        return pool.query(sql, values);
      }) as pg.Pool["query"];
      await forgetOld({ query }, ending.signal);
      await pool.end();
      expect(await countOf("processed_event", "type = 'old'")).toBe(1_020);
      expect(seen.filter((sql) => sql.includes("dead_letter"))).toEqual([]);
    });
  });

  describe("of a service that hears none", () => {
    beforeAll(() => open("events-outbox", outboxOnly));
    afterAll(close);

    it("is what was delivered a week ago", async () => {
      await dataSource.query(DELIVERED);
      const relaying = relay();
      await eventually(async () => expect(await countOf("outbox")).toBe(10));
      await relaying.stop();
    });

    it("hinders no delivery when it cannot be deleted", async () => {
      // Of the name of the inbox, without its columns.
      await dataSource.query("CREATE TABLE processed_event (other int)");
      await dataSource.query(DELIVERED);
      await dataSource.query(
        `INSERT INTO outbox (id, destination, aggregate_id, type, payload)
         VALUES (gen_random_uuid(), 'known', gen_random_uuid(), 'a', '{}')`,
      );
      const relaying = relay();
      await eventually(async () => {
        expect(await countOf("outbox", "delivered_at IS NULL")).toBe(0);
        expect(await countOf("outbox", "destination = 'old'")).toBe(20);
      });
      // A row that comes after the failure is delivered as well.
      await dataSource.query(
        `INSERT INTO outbox (id, destination, aggregate_id, type, payload)
         VALUES (gen_random_uuid(), 'known', gen_random_uuid(), 'b', '{}')`,
      );
      await eventually(async () =>
        expect(await countOf("outbox", "delivered_at IS NULL")).toBe(0),
      );
      await relaying.stop();
    });
  });
});
