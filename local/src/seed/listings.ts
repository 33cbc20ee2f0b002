import type { NewProperty, NewRoom } from "../client/index.js";

/** A property with its kinds of rooms; it is found again by its title. */
export interface Listing {
  readonly property: NewProperty;
  readonly rooms: readonly NewRoom[];
}

/** What the demo landlord offers. Deposits are what is usual in the city: months of rent. */
export const listings: readonly Listing[] = [
  {
    property: {
      title: "Sunny 2BHK near Forum Mall",
      description:
        "Third floor, cross ventilated, with a balcony over a quiet cross road. Supermarket, clinic and bus stop within five minutes on foot.",
      city: "Bengaluru",
      locality: "Koramangala",
      address: "27, 5th Cross, 6th Block",
      location: { lat: 12.9352, lon: 77.6163 },
      propertyType: "apartment",
      furnishing: "furnished",
      bedrooms: 2,
      amenities: ["wifi", "lift", "power backup", "washing machine"],
    },
    rooms: [
      {
        name: "Room with a balcony",
        rentPaise: 2_200_000,
        depositPaise: 11_000_000,
        quantity: 1,
      },
      {
        name: "Room to the garden",
        rentPaise: 1_900_000,
        depositPaise: 9_500_000,
        quantity: 1,
      },
    ],
  },
  {
    property: {
      title: "Studios off 100 Feet Road",
      description:
        "Compact studios with a kitchenette each, in a new building with a roof terrace. Indiranagar metro is eight minutes on foot.",
      city: "Bengaluru",
      locality: "Indiranagar",
      address: "812, 12th Main, HAL 2nd Stage",
      location: { lat: 12.9719, lon: 77.6412 },
      propertyType: "studio",
      furnishing: "furnished",
      bedrooms: 0,
      amenities: ["wifi", "lift", "power backup", "security", "roof terrace"],
    },
    rooms: [
      {
        name: "Studio",
        rentPaise: 2_800_000,
        depositPaise: 14_000_000,
        quantity: 4,
      },
    ],
  },
  {
    property: {
      title: "3BHK in a gated society",
      description:
        "High floor with a view to the hills, in a society with a pool and a club house. Metro line 1 and the Western Express Highway are close.",
      city: "Mumbai",
      locality: "Andheri West",
      address: "1104, Tower B, off Veera Desai Road",
      location: { lat: 19.1364, lon: 72.8296 },
      propertyType: "apartment",
      furnishing: "semi-furnished",
      bedrooms: 3,
      amenities: ["lift", "parking", "gym", "swimming pool", "security"],
    },
    rooms: [
      {
        name: "Master bedroom, own bathroom",
        rentPaise: 3_600_000,
        depositPaise: 10_800_000,
        quantity: 1,
      },
      {
        name: "Bedroom",
        rentPaise: 2_700_000,
        depositPaise: 8_100_000,
        quantity: 2,
      },
    ],
  },
  {
    property: {
      title: "PG for students and first jobs",
      description:
        "Meals twice a day, housekeeping, study room. Ten minutes by bus from the colleges around Fergusson College Road.",
      city: "Pune",
      locality: "Shivajinagar",
      address: "14, Model Colony, Lakaki Road",
      location: { lat: 18.5308, lon: 73.8429 },
      propertyType: "pg",
      furnishing: "furnished",
      bedrooms: 8,
      amenities: ["wifi", "meals", "housekeeping", "laundry"],
    },
    rooms: [
      {
        name: "Single room",
        rentPaise: 1_200_000,
        depositPaise: 2_400_000,
        quantity: 4,
      },
      {
        name: "Bed in a double room",
        rentPaise: 800_000,
        depositPaise: 1_600_000,
        quantity: 8,
      },
    ],
  },
  {
    property: {
      title: "Villa with a garden in Jubilee Hills",
      description:
        "An old family villa with mango trees, let as a whole. Quiet lane, fifteen minutes by car from HITEC City.",
      city: "Hyderabad",
      locality: "Jubilee Hills",
      address: "8-2-293, Road No. 36",
      location: { lat: 17.4326, lon: 78.4071 },
      propertyType: "villa",
      furnishing: "semi-furnished",
      bedrooms: 4,
      amenities: ["garden", "parking", "power backup", "pets welcome"],
    },
    rooms: [
      {
        name: "The whole villa",
        rentPaise: 11_000_000,
        depositPaise: 22_000_000,
        quantity: 1,
      },
    ],
  },
  {
    property: {
      title: "House on a park in Hauz Khas",
      description:
        "Ground floor and first floor of a family house that looks on Deer Park. Green Park metro is ten minutes on foot.",
      city: "Delhi",
      locality: "Hauz Khas",
      address: "C-31, Block C",
      location: { lat: 28.5494, lon: 77.2001 },
      propertyType: "house",
      furnishing: "unfurnished",
      bedrooms: 4,
      amenities: ["parking", "garden", "piped gas"],
    },
    rooms: [
      {
        name: "Ground floor, 2 bedrooms",
        rentPaise: 4_500_000,
        depositPaise: 9_000_000,
        quantity: 1,
      },
      {
        name: "First floor, 2 bedrooms",
        rentPaise: 4_200_000,
        depositPaise: 8_400_000,
        quantity: 1,
      },
    ],
  },
];
