import pg from "pg";
import { waitUntil } from "../conditions.js";

export interface Role {
  /** Name of the role and of the database it owns. */
  readonly name: string;
  readonly password: string;
}

export interface Server {
  readonly port: number;
  readonly password: string;
}

function adminOf({ port, password }: Server): pg.ClientConfig {
  return {
    host: "127.0.0.1",
    port,
    user: "postgres",
    password,
    database: "postgres",
    connectionTimeoutMillis: 2000,
  };
}

/** Waits until the server takes queries: its port opens while it still recovers. */
export async function waitForPostgres(
  server: Server,
  signal?: AbortSignal,
): Promise<void> {
  const check = async (): Promise<boolean> => {
    const client = new pg.Client(adminOf(server));
    // Without a listener a connection that breaks later would end the process.
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query("SELECT 1");
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  await waitUntil("postgres", 60_000, check, signal);
}

/** Makes each role and its database if they are absent, and sets the role's password. Safe to repeat. */
export async function ensureDatabases(
  server: Server,
  roles: readonly Role[],
): Promise<void> {
  const client = new pg.Client(adminOf(server));
  await client.connect();
  try {
    for (const { name, password } of roles) {
      const role = client.escapeIdentifier(name);
      const known = await client.query(
        "SELECT 1 FROM pg_roles WHERE rolname = $1",
        [name],
      );
      const verb = known.rowCount ? "ALTER" : "CREATE";
      await client.query(
        `${verb} ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`,
      );
      const there = await client.query(
        "SELECT 1 FROM pg_database WHERE datname = $1",
        [name],
      );
      if (!there.rowCount)
        await client.query(`CREATE DATABASE ${role} OWNER ${role}`);
      await client.query(`REVOKE CONNECT ON DATABASE ${role} FROM PUBLIC`);
    }
  } finally {
    await client.end();
  }
}
