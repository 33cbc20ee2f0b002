import type { Schema } from "@rentezy/database";
import { accountEntity } from "./account-entity.js";
import { migrations } from "./migrations.js";

/** What this service keeps. */
export const schema: Schema = {
  entities: [accountEntity],
  migrations,
};
