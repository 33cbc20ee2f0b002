import { operation, pageOf, pageQuery, toPage } from "@rentezy/http";
import type { World } from "../use-cases/properties.js";
import { listOwnProperties } from "../use-cases/read-own-property.js";
import { landlords } from "./access.js";
import { propertyView } from "./schemas.js";
import { viewProperty } from "./views.js";

export const listOwnPropertiesOperation = (world: World) =>
  operation({
    method: "get",
    path: "/api/properties",
    summary: "Your properties, newest first",
    access: landlords,
    query: pageQuery,
    replies: { 200: pageOf(propertyView) },
    handler: async ({ caller, query }) => {
      const found = await listOwnProperties(world)(caller, query);
      return {
        status: 200,
        body: toPage(found.map(viewProperty), query.limit),
      };
    },
  });
