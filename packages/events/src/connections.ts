import { cutWhenSilent, LONGEST_SILENCE_MS } from "@rentezy/database";
import pTimeout from "p-timeout";
import pg from "pg";

/** A database that does not answer within these is as good as gone: the relay connects anew. */
const PATIENCE = {
  connectionTimeoutMillis: 5_000,
  query_timeout: LONGEST_SILENCE_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} as const;

/**
 * How long the server keeps a lock connection that is not used, in milliseconds: a process that is paused keeps its
 * connection open, and with it the lock, while another replica could relay. A living one proves itself more often.
 */
const MOST_IDLE_MS = 15_000;

/** How long a farewell may take, in milliseconds: a server that says nothing does not say goodbye either. */
const FAREWELL_MS = 3_000;

/** The relay's connections: to the database that holds the outbox, under the app's name. */
export interface Whereto {
  readonly databaseUrl: string;
  readonly appId: string;
}

const settings = ({ databaseUrl, appId }: Whereto): pg.ClientConfig => ({
  connectionString: databaseUrl,
  application_name: `${appId}-relay`,
  ...PATIENCE,
});

/** The connection that holds the lock and hears of new rows, not connected yet. */
export function lockConnection(whereto: Whereto): pg.Client {
  const client = new pg.Client(settings(whereto));
  cutWhenSilent(client);
  return client;
}

/** Connects it; from then on it has to be used now and then. */
export async function connectForLock(client: pg.Client): Promise<void> {
  await client.connect();
  await client.query(`SET idle_session_timeout = ${MOST_IDLE_MS}`);
}

/** The connections that read rows and mark them, one for each destination and one for tidying up. */
export const workConnections = (whereto: Whereto, size: number): pg.Pool =>
  new pg.Pool({ ...settings(whereto), max: size, onConnect: cutWhenSilent });

/** Ends connections, as long as that takes but no longer than a farewell may; never throws. */
export async function endSoon(of: {
  readonly end: () => Promise<void>;
}): Promise<void> {
  await pTimeout(of.end(), { milliseconds: FAREWELL_MS }).catch(
    () => undefined,
  );
}
