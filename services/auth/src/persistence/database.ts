import {
  migrate,
  openDatabase,
  type DatabaseOptions,
  type DataSource,
} from "@rentezy/database";
import type { Lifecycle } from "@rentezy/http";
import { accountEntity } from "./account-entity.js";
import { migrations } from "./migrations.js";

/** Opens the service's database and brings its schema up to date. */
export async function openAuthDatabase(
  options: Pick<DatabaseOptions, "appId" | "url" | "poolSize">,
  lifecycle: Lifecycle,
): Promise<DataSource> {
  const entities = [accountEntity];
  const database = await openDatabase({ ...options, entities, migrations });
  lifecycle.onClose("database", () => database.destroy());
  await migrate(database);
  return database;
}
