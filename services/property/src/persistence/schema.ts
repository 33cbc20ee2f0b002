import type { Schema } from "@rentezy/database";
import { propertyEntity, roomEntity } from "./entities.js";
import { migrations } from "./migrations/index.js";

/** What this service keeps. */
export const schema: Schema = {
  entities: [propertyEntity, roomEntity],
  migrations,
};
