import { propertyNotFound } from "../domain/errors.js";
import type { Property } from "../domain/property.js";
import type { World } from "./properties.js";

/** Anyone looks at a published property. */
export const readListing =
  ({ properties }: World) =>
  async (propertyId: string): Promise<Property> => {
    const property = await properties.get(propertyId);
    if (property.status !== "published") throw propertyNotFound();
    return property;
  };

/** Anyone looks through the published properties. */
export const listListings = ({ properties }: World) => properties.listPublished;
