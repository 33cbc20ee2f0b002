import { operation } from "@rentezy/http";
import { z } from "zod";
import { readListing } from "../use-cases/browse-listings.js";
import type { World } from "../use-cases/properties.js";
import { listingView, propertyPath } from "./schemas.js";
import { viewProperty } from "./views.js";

export const readListingOperation = (world: World) =>
  operation({
    method: "get",
    path: "/public/properties/:propertyId",
    summary: "A published property",
    access: { kind: "public" },
    params: propertyPath,
    replies: { 200: z.object({ property: listingView }) },
    handler: async ({ params }) => {
      const property = await readListing(world)(params.propertyId);
      return { status: 200, body: { property: viewProperty(property) } };
    },
  });
