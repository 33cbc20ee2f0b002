import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openDatabase, ping, type DataSource } from "@rentezy/database";
import { createLogger, createMetrics } from "@rentezy/telemetry";
import {
  createTestDatabase,
  eventually,
  openWire,
  type TestDatabase,
} from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import {
  appendToOutbox,
  CreateInbox1700000000002,
  CreateOutbox1700000000001,
  startRelay,
} from "../src/index.js";

const migrations = [CreateOutbox1700000000001, CreateInbox1700000000002];

/** Longer than the patience with a silent server (15 s), with what comes after. */
const RECOVERY_MS = 40_000;

describe("a database that falls silent without closing its connections", () => {
  let database: TestDatabase;
  let direct: DataSource;

  const open = (url: string, poolSize: number) =>
    openDatabase({ appId: "events", url, entities: [], migrations, poolSize });

  beforeAll(async () => {
    database = await createTestDatabase({ appId: "events", migrations });
    direct = await open(database.url, 2);
  });

  /** The same database behind a network that can fall silent. */
  const wired = async () => {
    const url = new URL(database.url);
    const to = { host: url.hostname, port: Number(url.port) };
    const wire = await openWire(to);
    url.host = `127.0.0.1:${wire.port}`;
    return { wire, url: url.href };
  };

  afterAll(async () => {
    await direct.destroy();
    await database.drop();
  });

  it("costs a statement its time, and no later statement its connection", async () => {
    const { wire, url } = await wired();
    const dataSource = await open(url, 1);
    wire.silence();
    await expect(ping(dataSource)).rejects.toThrow(/timeout/);
    wire.failOver();
    await ping(dataSource);
    await dataSource.destroy();
    await wire.cut();
  });

  it("keeps no row in the outbox once it speaks again", async () => {
    const { wire, url } = await wired();
    const delivered = new Set<string>();
    const metrics = createMetrics("events");
    const relaying = startRelay({
      databaseUrl: url,
      appId: "events",
      dataSource: direct,
      destinations: {
        silent: (rows) => {
          for (const { type } of rows) delivered.add(type);
          return Promise.resolve(new Set<string>());
        },
      },
      logger: createLogger({ appId: "events", level: "silent" }),
      metrics,
    });
    const write = (type: string) =>
      direct.transaction((manager) =>
        appendToOutbox(manager, [
          {
            destination: "silent",
            aggregateId: randomUUID(),
            type,
            payload: {},
          },
        ]),
      );
    await write("before");
    await eventually(() => expect(delivered).toContain("before"));
    wire.silence();
    await write("meanwhile");
    // Ends the sessions on the server, and their lock; of that the relay hears nothing.
    await direct.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'events-relay' AND datname = current_database()`,
    );
    wire.failOver();
    await eventually(() => expect(delivered).toContain("meanwhile"), {
      withinMs: RECOVERY_MS,
    });
    await relaying.stop();
    await wire.cut();
  });
});
