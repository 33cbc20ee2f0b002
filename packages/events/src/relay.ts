import type { DataSource } from "@rentezy/database";
import type { Logger, Metrics } from "@rentezy/telemetry";
import type pg from "pg";
import {
  connectForLock,
  endSoon,
  lockConnection,
  workConnections,
} from "./connections.js";
import { deliverDue, type Database, type Deliver } from "./delivery.js";
import { forgetOld } from "./forgetting.js";
import { watchOutbox } from "./waiting.js";

export interface RelayOptions {
  readonly databaseUrl: string;
  readonly appId: string;
  /** Destination -> how its rows are handed over. Destinations do not wait for each other. */
  readonly destinations: Readonly<Record<string, Deliver>>;
  /** The same database, for what metrics tell of the outbox. */
  readonly dataSource: DataSource;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** A running relay. */
export interface Relay {
  /** Ends after the round under way; the lock passes to another replica. */
  readonly stop: () => Promise<void>;
}

/** Names the advisory lock that the one relaying replica of a service holds. */
export const RELAY_LOCK = 7_203_686;

/** Looks for rows this often even when no notification came: the safety net. */
const POLL_INTERVAL_MS = 1_000;

/** A replica without the lock, or without a database, tries again this often. */
const TAKE_OVER_INTERVAL_MS = 1_000;

const FORGET_INTERVAL_MS = 3_600_000;

/**
 * How often the connection that holds the lock is used. Nothing else would tell that it is dead: on the
 * server's side the lock may be free by then, and another replica relaying.
 */
const HEARTBEAT_MS = 5_000;

/**
 * Hands over outbox rows: in order per aggregate, at least once, by one replica at a time, which also
 * deletes what is old of outbox, inbox and dead letters.
 *
 * The lock and the notifications live on one dedicated connection; when it breaks, the lock is
 * free and another replica (or this one, connected anew) takes over. Rows are read and marked on
 * connections beside it, one for each destination.
 */
export function startRelay(options: RelayOptions): Relay {
  const stopping = new AbortController();
  watchOutbox(options, Object.keys(options.destinations));
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
    const client = lockConnection(options);
    const broken = new AbortController();
    client.on("error", () => broken.abort());
    client.on("end", () => broken.abort());
    try {
      await connectForLock(client);
      const ended = AbortSignal.any([stopping, broken.signal]);
      await relayWhileLocked(client, options, ended);
    } catch (error) {
      options.logger.warn({ err: error }, "outbox relay lost its database");
    } finally {
      await endSoon(client);
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
  const pool = workConnections(options, destinations.length + 1);
  pool.on("error", (error) =>
    options.logger.warn({ err: error }, "outbox relay lost a connection"),
  );
  const failed = new AbortController();
  const until = AbortSignal.any([ended, failed.signal]);
  const work = [
    ...destinations.map(([destination, deliver]) =>
      relayDestination({ client, pool, until, options, destination, deliver }),
    ),
    forgetNowAndThen(pool, options, until),
  ];
  // The lock is held until the last of them has ended.
  const idle = new AbortController();
  const heartbeat = keepProvingAlive(client, idle.signal);
  // One loop that fails ends them all, and the lock is taken anew.
  const endsAll = (loop: Promise<void>) => loop.finally(() => failed.abort());
  const proving = Promise.allSettled([endsAll(heartbeat)]);
  const worked = await Promise.allSettled(work.map(endsAll));
  idle.abort();
  const results = [...worked, ...(await proving)];
  await endSoon(pool);
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
        until,
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

/** What cannot be forgotten now is forgotten later: nothing waits for it. */
async function forgetNowAndThen(
  database: Database,
  { logger }: RelayOptions,
  until: AbortSignal,
): Promise<void> {
  while (!until.aborted) {
    try {
      await forgetOld(database, until);
    } catch (error) {
      logger.warn({ err: error }, "what is old will be forgotten later");
    }
    await sleep(FORGET_INTERVAL_MS, until);
  }
}

async function keepProvingAlive(
  client: pg.Client,
  until: AbortSignal,
): Promise<void> {
  while (!until.aborted) {
    await client.query("SELECT 1");
    await sleep(HEARTBEAT_MS, until);
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
