import { DataSource, type DataSourceOptions, type EntitySchema } from "typeorm";
import { isUnavailable } from "./availability.js";
import { cutWhenSilent, LONGEST_SILENCE_MS } from "./silence.js";

type MigrationClass = Extract<
  DataSourceOptions["migrations"],
  readonly unknown[]
>[number];

/** What a service keeps in its database. */
export interface Schema {
  readonly entities: readonly EntitySchema[];
  /** In order; a migration that has landed is never changed. */
  readonly migrations: readonly MigrationClass[];
}

export interface DatabaseOptions extends Schema {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly appId: string;
  readonly poolSize: number;
}

/** A statement that takes longer has gone wrong; the caller hears an error instead of waiting on. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** A transaction left open by a dead or stuck process must not hold its locks for long. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;

/** After this long without traffic the kernel asks whether the server's host is still there. */
const KEEP_ALIVE_MS = 10_000;

/** How long a request may wait for a free connection of the pool. */
const POOL_WAIT_MS = 5_000;

/**
 * How long a connection may rest in the pool. Opening one costs both sides some milliseconds of work, so
 * it outlasts the pauses between what timers do.
 */
const POOL_IDLE_MS = 120_000;

/** Names the advisory lock under which migrations run, so that replicas may start together. */
const MIGRATION_LOCK = 7_203_685;

/** Each connection's patience, while requests are served. */
const SERVING = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  query_timeout: LONGEST_SILENCE_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  onConnect: cutWhenSilent,
} as const;

function connect(
  options: DatabaseOptions,
  patience: Partial<typeof SERVING>,
): Promise<DataSource> {
  const dataSource = new DataSource({
    type: "postgres",
    url: options.url,
    applicationName: options.appId,
    entities: [...options.entities],
    migrations: [...options.migrations] as Extract<
      DataSourceOptions["migrations"],
      unknown[]
    >,
    migrationsTransactionMode: "each",
    poolSize: options.poolSize,
    connectTimeoutMS: POOL_WAIT_MS,
    extra: {
      idleTimeoutMillis: POOL_IDLE_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      ...patience,
    },
  });
  return dataSource.initialize();
}

/** Connects to a database whose schema is somebody else's care. */
export const openDatabase = (options: DatabaseOptions): Promise<DataSource> =>
  connect(options, SERVING);

/**
 * Brings the schema up to date; safe when several replicas do it at once. On connections of its own,
 * without time-outs: an index over a large table takes what it takes.
 */
export async function migrate(options: DatabaseOptions): Promise<void> {
  const dataSource = await connect({ ...options, poolSize: 2 }, {});
  const holder = dataSource.createQueryRunner();
  try {
    await holder.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await dataSource.runMigrations();
  } finally {
    await holder.release();
    // Ends the session, and the lock with it.
    await dataSource.destroy();
  }
}

/**
 * Opens the service's own database, as its environment says, and brings the schema up to date. The
 * lifecycle closes it.
 */
export async function openOwnDatabase(
  environment: {
    readonly APP_ID: string;
    readonly DATABASE_URL: string;
    readonly DATABASE_POOL_SIZE: number;
  },
  schema: Schema,
  lifecycle: {
    readonly onClose: (name: string, close: () => unknown) => void;
  },
): Promise<DataSource> {
  const options: DatabaseOptions = {
    ...schema,
    url: environment.DATABASE_URL,
    appId: environment.APP_ID,
    poolSize: environment.DATABASE_POOL_SIZE,
  };
  await migrate(options);
  const dataSource = await openDatabase(options);
  lifecycle.onClose("database", () => dataSource.destroy());
  return dataSource;
}

/** Resolves when the database answers, else throws. */
export async function ping(dataSource: DataSource): Promise<void> {
  await dataSource.query("SELECT 1");
}

/** The database as what an app cannot serve without: whether it answers, and which errors are its absence. */
export const databaseDependency = (dataSource: DataSource) => ({
  check: () => ping(dataSource),
  isUnavailable,
});
