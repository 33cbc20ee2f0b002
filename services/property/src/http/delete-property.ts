import { operation } from "@rentezy/http";
import { deleteProperty } from "../use-cases/delete-property.js";
import type { World } from "../use-cases/properties.js";
import { landlords } from "./access.js";
import { propertyPath } from "./schemas.js";

export const deletePropertyOperation = (world: World) =>
  operation({
    method: "delete",
    path: "/api/properties/:propertyId",
    summary: "End a property for good",
    access: landlords,
    params: propertyPath,
    replies: { 204: null },
    handler: async ({ caller, params }) => {
      await deleteProperty(world)(caller, params.propertyId);
      return { status: 204 };
    },
  });
