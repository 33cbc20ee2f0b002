import { operation } from "@rentezy/http";
import { z } from "zod";
import type { World } from "../use-cases/properties.js";
import { unpublishProperty } from "../use-cases/publish-property.js";
import { landlords } from "./access.js";
import { propertyPath, propertyView } from "./schemas.js";
import { viewProperty } from "./views.js";

export const unpublishPropertyOperation = (world: World) =>
  operation({
    method: "post",
    path: "/api/properties/:propertyId/unpublish",
    summary: "Take a property back from tenants' view",
    access: landlords,
    params: propertyPath,
    replies: { 200: z.object({ property: propertyView }) },
    handler: async ({ caller, params }) => {
      const property = await unpublishProperty(world)(
        caller,
        params.propertyId,
      );
      return { status: 200, body: { property: viewProperty(property) } };
    },
  });
