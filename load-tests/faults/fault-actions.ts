/** Does what the plan says to the running stack, and undoes it. */
import type { Stack } from "@rentezy/local";
import { Client } from "pg";
import type { FaultAction } from "./kinds.js";
import type { EmulatorControl } from "./emulator-control.js";

/** Ends a fault. */
export type Undo = () => Promise<void>;

/** What faults are injected into. */
export interface FaultContext {
  readonly stack: Stack;
  readonly stripe: EmulatorControl;
  /** How long a room is held, in milliseconds. */
  readonly roomHeldMs: number;
}

type Begin = (context: FaultContext, to: string) => Promise<Undo>;

const noop: Undo = async () => {};

/** A connection whose end by somebody else, such as a restart of the server, is no surprise. */
async function connectTo(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

const closeConnection = (client: Client): Promise<void> =>
  client.end().catch(() => undefined);

const databaseOf = ({ secrets }: Stack, app: string): string =>
  secrets[app]?.DATABASE_URL ?? "";

/** PostgreSQL as its owner. */
function ownerUrl(stack: Stack): string {
  const url = new URL(databaseOf(stack, "booking"));
  url.username = "postgres";
  url.password = stack.secrets.postgres?.password ?? "";
  url.pathname = "/postgres";
  return url.href;
}

/** More than PostgreSQL has, whatever it has. */
const MOST_CONNECTIONS = 1_000;

const takeAllConnections: Begin = async ({ stack }) => {
  const taken: Client[] = [];
  while (taken.length < MOST_CONNECTIONS) {
    const client = await connectTo(databaseOf(stack, "booking")).catch(
      () => undefined,
    );
    if (!client) break;
    taken.push(client);
  }
  return async () => {
    await Promise.all(taken.map(closeConnection));
  };
};

const TABLES: Readonly<Record<string, string>> = {
  booking: "booking, room_inventory, outbox",
  payment: "checkout, outbox",
};

const lockTables: Begin = async ({ stack }, app) => {
  const client = await connectTo(databaseOf(stack, app));
  await client.query("BEGIN");
  await client.query(`LOCK TABLE ${TABLES[app] ?? "outbox"}`);
  return () => closeConnection(client);
};

/** In microseconds, each commit: a tenth of a second. */
const SLOW_COMMITS = [
  "ALTER SYSTEM SET commit_delay = 100000",
  "ALTER SYSTEM SET commit_siblings = 0",
];
const USUAL_COMMITS = [
  "ALTER SYSTEM RESET commit_delay",
  "ALTER SYSTEM RESET commit_siblings",
];

async function asOwner(
  stack: Stack,
  statements: readonly string[],
): Promise<void> {
  const client = await connectTo(ownerUrl(stack));
  try {
    for (const statement of [...statements, "SELECT pg_reload_conf()"])
      await client.query(statement);
  } finally {
    await closeConnection(client);
  }
}

const slowDisk: Begin = async ({ stack }) => {
  await asOwner(stack, SLOW_COMMITS);
  return () => asOwner(stack, USUAL_COMMITS);
};

/** How long after the end of the hold late webhooks come, in milliseconds. */
const LATE_MS = 5_000;

const disturbWebhooks: Begin = async ({ stripe, roomHeldMs }, how) => {
  const behaviour: Readonly<Record<string, object>> = {
    lost: { lose: 0.7 },
    // The money is known of only when the room is no longer held.
    late: { delayMs: roomHeldMs + LATE_MS },
    repeated: { repeat: 3 },
    reordered: { reorder: true },
  };
  await stripe.webhooks(behaviour[how] ?? {});
  return () => stripe.webhooks({});
};

/** How many requests in a row Stripe's API fails. */
const FAILED_CALLS = 8;

/** How long the API is silent when it times out, in milliseconds: longer than payment waits. */
const SILENT_MS = 6_000;

const failStripe: Begin = async ({ stripe }, kind) => {
  await stripe.fail({ kind, next: FAILED_CALLS, holdMs: SILENT_MS });
  return () => stripe.fail({ kind, next: 0 });
};

const actions: Readonly<Record<FaultAction, Begin>> = {
  kill: async ({ stack }, name) => {
    await stack.kill(name, "SIGKILL");
    return noop;
  },
  pause: async ({ stack }, name) => {
    await stack.kill(name, "SIGSTOP");
    return () => stack.kill(name, "SIGCONT");
  },
  restart: async ({ stack }, name) => {
    await stack.stop(name);
    return () => stack.start(name);
  },
  connections: takeAllConnections,
  locked: lockTables,
  "slow-disk": slowDisk,
  webhooks: disturbWebhooks,
  stripe: failStripe,
};

/** Begins a fault; what it returns ends it. Throws when it could not be begun. */
export const beginFault = (
  context: FaultContext,
  { action, to }: { readonly action: FaultAction; readonly to: string },
): Promise<Undo> => actions[action](context, to);
