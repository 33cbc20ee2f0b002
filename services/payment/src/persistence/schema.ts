import type { Schema } from "@rentezy/database";
import { checkoutEntity, refundEntity } from "./entities.js";
import { migrations } from "./migrations/index.js";

/** What this service keeps. */
export const schema: Schema = {
  entities: [checkoutEntity, refundEntity],
  migrations,
};
