import type { Operation } from "@rentezy/http";
import type { World } from "../use-cases/properties.js";
import { addRoomOperation } from "./add-room.js";
import { amendPropertyOperation } from "./amend-property.js";
import { changeRoomOperation } from "./change-room.js";
import { createPropertyOperation } from "./create-property.js";
import { deletePropertyOperation } from "./delete-property.js";
import { listListingsOperation } from "./list-listings.js";
import { listOwnPropertiesOperation } from "./list-own-properties.js";
import { publishPropertyOperation } from "./publish-property.js";
import { readListingOperation } from "./read-listing.js";
import { readOwnPropertyOperation } from "./read-own-property.js";
import { unpublishPropertyOperation } from "./unpublish-property.js";

/** Every operation of the service. */
export const operations = (world: World): readonly Operation[] =>
  [
    listListingsOperation,
    readListingOperation,
    createPropertyOperation,
    listOwnPropertiesOperation,
    readOwnPropertyOperation,
    amendPropertyOperation,
    deletePropertyOperation,
    publishPropertyOperation,
    unpublishPropertyOperation,
    addRoomOperation,
    changeRoomOperation,
  ].map((define) => define(world));
