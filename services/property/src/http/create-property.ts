import { operation } from "@rentezy/http";
import { z } from "zod";
import { createProperty } from "../use-cases/create-property.js";
import type { World } from "../use-cases/properties.js";
import { landlords } from "./access.js";
import { propertyBody, propertyView } from "./schemas.js";
import { viewProperty } from "./views.js";

export const createPropertyOperation = (world: World) =>
  operation({
    method: "post",
    path: "/api/properties",
    summary: "Describe a new property; it stays a draft until published",
    access: landlords,
    body: propertyBody,
    replies: { 201: z.object({ property: propertyView }) },
    handler: async ({ caller, body }) => {
      const property = await createProperty(world)(caller, body);
      return { status: 201, body: { property: viewProperty(property) } };
    },
  });
