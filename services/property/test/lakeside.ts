import type { Details } from "../src/domain/property.js";
import type { RoomTerms } from "../src/domain/room.js";

/** What a landlord tells of a property. */
export const lakeside: Details = {
  title: "Two rooms by the lake",
  description: "Quiet.\nSunny.",
  city: "Bengaluru",
  locality: "Ulsoor",
  address: "1 Lake Road",
  location: { lat: 12.98, lon: 77.62 },
  propertyType: "apartment",
  furnishing: "furnished",
  bedrooms: 2,
  amenities: ["lift", "parking"],
};

/** A kind of room that it offers. */
export const double: RoomTerms = {
  name: "Double",
  rentPaise: 1_500_000,
  depositPaise: 3_000_000,
  quantity: 5,
};
