/**
 * A service's own PostgreSQL: connection, migrations, what its constraints say. Depends on no
 * other package of ours.
 */
export { bigintAsNumber } from "./columns.js";
export {
  databaseDependency,
  migrate,
  openDatabase,
  openOwnDatabase,
  ping,
  type DatabaseOptions,
  type Schema,
} from "./data-source.js";
export { cutWhenSilent, LONGEST_SILENCE_MS } from "./silence.js";
export { queryPrepared, type PreparedStatement } from "./prepared.js";
export { blamesRows, blamesValues, violatesUnique } from "./violations.js";
export type { DataSource, EntityManager } from "typeorm";
