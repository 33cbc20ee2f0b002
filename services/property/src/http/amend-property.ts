import { operation } from "@rentezy/http";
import { z } from "zod";
import { amendProperty } from "../use-cases/amend-property.js";
import type { World } from "../use-cases/properties.js";
import { landlords } from "./access.js";
import { propertyPatch, propertyPath, propertyView } from "./schemas.js";
import { viewProperty } from "./views.js";

export const amendPropertyOperation = (world: World) =>
  operation({
    method: "patch",
    path: "/api/properties/:propertyId",
    summary: "Change what is told of a property; fields not named stay",
    access: landlords,
    params: propertyPath,
    body: propertyPatch,
    replies: { 200: z.object({ property: propertyView }) },
    handler: async ({ caller, params, body }) => {
      const property = await amendProperty(world)(
        caller,
        params.propertyId,
        body,
      );
      return { status: 200, body: { property: viewProperty(property) } };
    },
  });
