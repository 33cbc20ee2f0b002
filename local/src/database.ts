import pg from "pg";
import { UserError } from "./progress.js";
import type { Secrets } from "./stack/secrets.js";

/** Works on one connection to an app's own database. Throws UserError when it has none. */
export async function onDatabase<Outcome>(
  { secrets }: { readonly secrets: Secrets },
  app: string,
  work: (client: pg.Client) => Promise<Outcome>,
): Promise<Outcome> {
  const connectionString = secrets[app]?.["DATABASE_URL"];
  if (connectionString === undefined)
    throw new UserError(`${app} has no database on this stack`);
  const client = new pg.Client({ connectionString });
  // A server that goes away fails the statement under way; without one there is nothing to tell.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
