import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openDatabase, type DataSource } from "@rentezy/database";
import { createLogger, createMetrics } from "@rentezy/telemetry";
import {
  createTestDatabase,
  eventually,
  type TestDatabase,
} from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { connectForLock, lockConnection } from "../src/connections.js";
import {
  appendToOutbox,
  CreateInbox1700000000002,
  CreateOutbox1700000000001,
  once,
  startRelay,
  type Deliver,
  type OutboxRow,
} from "../src/index.js";
import { RELAY_LOCK } from "../src/relay.js";

const migrations = [CreateOutbox1700000000001, CreateInbox1700000000002];

describe("outbox and inbox", () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase({ appId: "events", migrations });
    dataSource = await openDatabase({
      appId: "events",
      url: database.url,
      entities: [],
      migrations,
      poolSize: 5,
    });
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const relay = (destination: string, deliver: Deliver) =>
    startRelay({
      databaseUrl: database.url,
      appId: "events",
      destinations: { [destination]: deliver },
      dataSource,
      logger: createLogger({ appId: "events", level: "silent" }),
      metrics: createMetrics("events"),
    });

  const write = (
    destination: string,
    aggregateId: string,
    types: readonly string[],
  ) =>
    dataSource.transaction((manager) =>
      appendToOutbox(
        manager,
        types.map((type) => ({ destination, aggregateId, type, payload: {} })),
      ),
    );

  it("delivers each aggregate's rows in order although some attempts fail", async () => {
    const delivered: OutboxRow[] = [];
    const aggregates = Array.from({ length: 5 }, () => randomUUID());
    let calls = 0;
    const relaying = relay("flaky", (rows) => {
      calls += 1;
      if (calls % 5 === 0)
        return Promise.reject(new Error("the broker is away"));
      const refused = calls % 7 === 0 ? rows.slice(0, 1) : [];
      delivered.push(...rows.filter((row) => !refused.includes(row)));
      return Promise.resolve(new Set(refused.map(({ id }) => id)));
    });
    const types = Array.from({ length: 6 }, (_, turn) => `type-${turn}`);
    for (const type of types)
      for (const id of aggregates) await write("flaky", id, [type]);
    await eventually(() => {
      for (const id of aggregates) {
        const seen = delivered.filter(({ aggregateId }) => aggregateId === id);
        expect(seen.map(({ type }) => type)).toEqual(types);
      }
    });
    await relaying.stop();
  });

  it("is relayed by one replica at a time, and by another when that one ends", async () => {
    const seen = { first: 0, second: 0 };
    const counting = (name: keyof typeof seen) =>
      relay("shared", (rows) => {
        seen[name] += rows.length;
        return Promise.resolve(new Set<string>());
      });
    const first = counting("first");
    await write("shared", randomUUID(), ["a"]);
    await eventually(() => expect(seen.first).toBe(1));
    const second = counting("second");
    await write("shared", randomUUID(), ["b"]);
    await eventually(() => expect(seen.first).toBe(2));
    expect(seen.second).toBe(0);
    await first.stop();
    await write("shared", randomUUID(), ["c"]);
    await eventually(() => expect(seen.second).toBe(1));
    await second.stop();
  });

  it("takes the lock anew when its connection is cut", async () => {
    // A row whose delivery was not marked before the cut is delivered again: at least once.
    const types = new Set<string>();
    const relaying = relay("cut", (rows) => {
      for (const { type } of rows) types.add(type);
      return Promise.resolve(new Set<string>());
    });
    await write("cut", randomUUID(), ["a"]);
    await eventually(() => expect(types).toContain("a"));
    await dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'events-relay' AND datname = current_database()`,
    );
    await write("cut", randomUUID(), ["b"]);
    await eventually(() => expect(types).toContain("b"));
    await relaying.stop();
  });

  it("takes the lock from a replica that is paused: its connection stands, and nothing comes on it", async () => {
    const paused = lockConnection({
      databaseUrl: database.url,
      appId: "events-paused",
    });
    paused.on("error", () => undefined);
    await connectForLock(paused);
    await paused.query("SELECT pg_advisory_lock($1)", [RELAY_LOCK]);
    const types: string[] = [];
    const relaying = relay("taken over", (rows) => {
      types.push(...rows.map(({ type }) => type));
      return Promise.resolve(new Set<string>());
    });
    await write("taken over", randomUUID(), ["a"]);
    await eventually(() => expect(types).toEqual(["a"]));
    await relaying.stop();
  });

  it("ends soon although a batch has many rounds to go", async () => {
    const aggregateId = randomUUID();
    const types = Array.from({ length: 300 }, (_, turn) => `type-${turn}`);
    let seen = 0;
    const relaying = relay("long", async (rows) => {
      seen += rows.length;
      await delay(20);
      return new Set<string>();
    });
    await write("long", aggregateId, types);
    await eventually(() => expect(seen).toBeGreaterThan(0));
    await relaying.stop();
    expect(seen).toBeLessThan(types.length / 2);
    await dataSource.query("DELETE FROM outbox WHERE destination = 'long'");
  });

  it("shows in the metrics how many rows wait, however many, and since when", async () => {
    const metrics = createMetrics("events");
    const relaying = startRelay({
      databaseUrl: database.url,
      appId: "events",
      destinations: {
        stuck: (rows) => Promise.resolve(new Set(rows.map(({ id }) => id))),
        idle: () => Promise.resolve(new Set<string>()),
      },
      dataSource,
      logger: createLogger({ appId: "events", level: "silent" }),
      metrics,
    });
    await dataSource.query(
      `INSERT INTO outbox (id, destination, aggregate_id, type, payload, created_at)
       SELECT gen_random_uuid(), 'stuck', gen_random_uuid(), 'a', '{}', now() - interval '90 seconds'
       FROM generate_series(1, 1200)`,
    );
    const gauge = async (name: string, destination: string) => {
      const text = await metrics.registry.getSingleMetricAsString(name);
      const lines = text.split("\n");
      const line = lines.find((each) => each.includes(`"${destination}"`));
      return Number(line?.split(" ").at(-1));
    };
    expect(await gauge("outbox_backlog_rows", "stuck")).toBe(1_200);
    expect(await gauge("outbox_oldest_seconds", "stuck")).toBeGreaterThan(89);
    expect(await gauge("outbox_oldest_seconds", "stuck")).toBeLessThan(180);
    expect(await gauge("outbox_backlog_rows", "idle")).toBe(0);
    expect(await gauge("outbox_oldest_seconds", "idle")).toBe(0);
    await relaying.stop();
    await dataSource.query("DELETE FROM outbox WHERE destination = 'stuck'");
  });

  it("writes nothing when the transaction does not commit", async () => {
    const aggregateId = randomUUID();
    const failing = dataSource.transaction(async (manager) => {
      await appendToOutbox(manager, [
        { destination: "none", aggregateId, type: "never", payload: {} },
      ]);
      throw new Error("the process changes its mind");
    });
    await expect(failing).rejects.toThrow("changes its mind");
    const rows = await dataSource.query<unknown[]>(
      "SELECT 1 FROM outbox WHERE aggregate_id = $1",
      [aggregateId],
    );
    expect(rows).toHaveLength(0);
  });

  it("lets an event have its effect once under simultaneous deliveries", async () => {
    const event = { id: randomUUID(), type: "test.happened.v1" };
    let effects = 0;
    const deliveries = Array.from({ length: 20 }, () =>
      dataSource.transaction((manager) =>
        once(manager, event, () => {
          effects += 1;
          return Promise.resolve();
        }),
      ),
    );
    const results = await Promise.all(deliveries);
    expect(effects).toBe(1);
    expect(results.filter(Boolean)).toHaveLength(1);
  });
});
