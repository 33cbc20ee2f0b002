import { operation } from "@rentezy/http";
import { z } from "zod";
import type { World } from "../use-cases/properties.js";
import { readOwnProperty } from "../use-cases/read-own-property.js";
import { landlords } from "./access.js";
import { propertyPath, propertyView } from "./schemas.js";
import { viewProperty } from "./views.js";

export const readOwnPropertyOperation = (world: World) =>
  operation({
    method: "get",
    path: "/api/properties/:propertyId",
    summary: "One of your properties, published or not",
    access: landlords,
    params: propertyPath,
    replies: { 200: z.object({ property: propertyView }) },
    handler: async ({ caller, params }) => {
      const property = await readOwnProperty(world)(caller, params.propertyId);
      return { status: 200, body: { property: viewProperty(property) } };
    },
  });
