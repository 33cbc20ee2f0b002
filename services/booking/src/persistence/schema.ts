import type { Schema } from "@rentezy/database";
import { BookingEntity, RoomInventoryEntity } from "./entities.js";
import { migrations } from "./migrations.js";

/** What this service keeps. */
export const schema: Schema = {
  entities: [BookingEntity, RoomInventoryEntity],
  migrations,
};
