/** A property as a landlord describes it, with `changes` in place of some fields. */
export const aProperty = (changes: object = {}) => ({
  title: "A house by the sea",
  description: "Airy.",
  city: "Kochi",
  locality: "Fort Kochi",
  address: "7 Rose Street",
  location: { lat: 9.96, lon: 76.24 },
  propertyType: "house",
  furnishing: "unfurnished",
  bedrooms: 3,
  amenities: ["garden"],
  ...changes,
});

/** A kind of room as a landlord offers it; money in paise. */
export const aRoom = (changes: object = {}) => ({
  name: "Single",
  rentPaise: 900_000,
  depositPaise: 1_800_000,
  quantity: 2,
  ...changes,
});
