import { line } from "@rentezy/contracts";
import { operation, pageOf, pageQuery, toPage } from "@rentezy/http";
import { listListings } from "../use-cases/browse-listings.js";
import type { World } from "../use-cases/properties.js";
import { listingView } from "./schemas.js";
import { viewProperty } from "./views.js";

export const listListingsOperation = (world: World) =>
  operation({
    method: "get",
    path: "/public/properties",
    summary: "Published properties, newest first, of a city when it is given",
    access: { kind: "public" },
    query: pageQuery.extend({ city: line(100).optional() }),
    replies: { 200: pageOf(listingView) },
    handler: async ({ query }) => {
      const found = await listListings(world)(query);
      return {
        status: 200,
        body: toPage(found.map(viewProperty), query.limit),
      };
    },
  });
