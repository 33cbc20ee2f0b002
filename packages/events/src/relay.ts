import type { Logger, Metrics } from "@rentezy/telemetry";
import pg from "pg";
import {
  deliverDue,
  forgetDelivered,
  type Database,
  type Deliver,
} from "./delivery.js";

export interface RelayOptions {
  readonly databaseUrl: string;
  readonly appId: string;
  /** Destination -> how its rows are handed over. Destinations do not wait for each other. */
  readonly destinations: Readonly<Record<string, Deliver>>;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** A running relay. */
export interface Relay {
  /** Ends after the batch under way; the lock passes to another replica. */
  readonly stop: () => Promise<void>;
}

/** Names the advisory lock that the one relaying replica of a service holds. */
const RELAY_LOCK = 7_203_686;

/** Looks for rows this often even when no notification came: the safety net. */
const POLL_INTERVAL_MS = 1_000;

/** A replica without the lock, or without a database, tries again this often. */
const TAKE_OVER_INTERVAL_MS = 1_000;

const FORGET_INTERVAL_MS = 3_600_000;

/** A database that does not answer within these is as good as gone: the relay connects anew. */
const DATABASE_PATIENCE = {
  connectionTimeoutMillis: 5_000,
  query_timeout: 30_000,
} as const;

/**
 * Hands over outbox rows: in order per aggregate, at least once, by one replica at a time.
 *
 * The lock and the notifications live on one dedicated connection; when it breaks, the lock is
 * free and another replica (or this one, connected anew) takes over. Rows are read and marked on
 * connections beside it, one for each destination.
 */
export function startRelay(options: RelayOptions): Relay {
  const stopping = new AbortController();
  const running = keepRelaying(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function keepRelaying(
  options: RelayOptions,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const client = new pg.Client({
      connectionString: options.databaseUrl,
      application_name: `${options.appId}-relay`,
      keepAlive: true,
      ...DATABASE_PATIENCE,
    });
    const broken = new AbortController();
    client.on("error", () => broken.abort());
    client.on("end", () => broken.abort());
    try {
      await client.connect();
      const ended = AbortSignal.any([stopping, broken.signal]);
      await relayWhileLocked(client, options, ended);
    } catch (error) {
      options.logger.warn({ err: error }, "outbox relay lost its database");
    } finally {
      await client.end().catch(() => undefined);
    }
    await sleep(TAKE_OVER_INTERVAL_MS, stopping);
  }
}

async function relayWhileLocked(
  client: pg.Client,
  options: RelayOptions,
  ended: AbortSignal,
): Promise<void> {
  await takeLock(client, ended);
  if (ended.aborted) return;
  options.logger.info("relaying the outbox");
  await client.query("LISTEN outbox");
  const destinations = Object.entries(options.destinations);
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    application_name: `${options.appId}-relay`,
    max: destinations.length + 1,
    ...DATABASE_PATIENCE,
  });
  pool.on("error", (error) =>
    options.logger.warn({ err: error }, "outbox relay lost a connection"),
  );
  const failed = new AbortController();
  const until = AbortSignal.any([ended, failed.signal]);
  const work = [
    ...destinations.map(([destination, deliver]) =>
      relayDestination({ client, pool, until, options, destination, deliver }),
    ),
    forgetNowAndThen(pool, until),
  ];
  // One loop that fails ends them all, and the lock is taken anew.
  const ends = work.map((loop) => loop.finally(() => failed.abort()));
  const results = await Promise.allSettled(ends);
  await pool.end();
  for (const result of results)
    if (result.status === "rejected") throw result.reason;
}

async function takeLock(client: pg.Client, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    const { rows } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_lock($1) AS locked",
      [RELAY_LOCK],
    );
    if (rows[0]?.locked) return;
    await sleep(TAKE_OVER_INTERVAL_MS, ended);
  }
}

async function relayDestination(loop: {
  readonly client: pg.Client;
  readonly pool: pg.Pool;
  readonly until: AbortSignal;
  readonly options: RelayOptions;
  readonly destination: string;
  readonly deliver: Deliver;
}): Promise<void> {
  const { client, pool, until, options, destination, deliver } = loop;
  const { logger, metrics } = options;
  const alarm = createAlarm(client);
  try {
    while (!until.aborted) {
      alarm.reset();
      const moved = await deliverDue(pool, {
        destination,
        deliver,
        logger,
        metrics,
      });
      if (moved === 0) {
        await sleep(POLL_INTERVAL_MS, AbortSignal.any([alarm.signal(), until]));
      }
    }
  } finally {
    alarm.close();
  }
}

async function forgetNowAndThen(
  database: Database,
  until: AbortSignal,
): Promise<void> {
  while (!until.aborted) {
    await forgetDelivered(database);
    await sleep(FORGET_INTERVAL_MS, until);
  }
}

/**
 * Rings when a notification arrives after the last reset, so that none between two looks is
 * missed.
 */
function createAlarm(client: pg.Client) {
  let alarm = new AbortController();
  const ring = () => alarm.abort();
  client.on("notification", ring);
  return {
    reset: () => {
      alarm = new AbortController();
    },
    signal: () => alarm.signal,
    close: () => client.off("notification", ring),
  };
}

function sleep(milliseconds: number, until: AbortSignal): Promise<void> {
  if (until.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      until.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    until.addEventListener("abort", done, { once: true });
  });
}
