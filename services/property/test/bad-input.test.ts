import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { double, lakeside } from "./lakeside.js";
import {
  haveListing,
  startService,
  type Answered,
  type Service,
  type User,
} from "./service.js";

let service: Service;
let landlord: User;
let property: Answered;
let room: Answered;
beforeAll(async () => {
  service = await startService();
  landlord = service.user("landlord");
  ({ property, room } = await haveListing(landlord));
});
afterAll(() => service.close());

const badProperty: readonly [string, object][] = [
  ["an empty title", { title: "   " }],
  ["a number as title", { title: 7 }],
  ["a title too long", { title: "x".repeat(151) }],
  ["a NUL in a title", { title: "a\0b" }],
  ["half a surrogate pair", { description: "\ud800" }],
  ["no city", { city: undefined }],
  ["a null city", { city: null }],
  ["a latitude off the earth", { location: { lat: 90.1, lon: 0 } }],
  ["a longitude off the earth", { location: { lat: 0, lon: -180.1 } }],
  ["a location in words", { location: "Ulsoor" }],
  ["more in a location", { location: { lat: 0, lon: 0, alt: 1 } }],
  ["an unknown type", { propertyType: "castle" }],
  ["an unknown furnishing", { furnishing: "half" }],
  ["half a bedroom", { bedrooms: 1.5 }],
  ["too many bedrooms", { bedrooms: 51 }],
  ["fewer than no bedrooms", { bedrooms: -1 }],
  ["bedrooms in words", { bedrooms: "2" }],
  ["one amenity in place of a list", { amenities: "lift" }],
  ["too many amenities", { amenities: Array<string>(51).fill("lift") }],
  ["an unknown field", { verified: true }],
  ["someone else as landlord", { landlordId: "me" }],
  ["a status", { status: "published" }],
];

const badRoom: readonly [string, object][] = [
  ["a negative rent", { rentPaise: -1 }],
  ["a fractional rent", { rentPaise: 100.5 }],
  ["a rent in words", { rentPaise: "100" }],
  ["a rent of nothing", { rentPaise: 0 }],
  ["a rent past all bounds", { rentPaise: 1e15 }],
  ["a negative deposit", { depositPaise: -1 }],
  ["a fractional deposit", { depositPaise: 0.1 }],
  ["a fractional quantity", { quantity: 1.5 }],
  ["a negative quantity", { quantity: -1 }],
  ["too many", { quantity: 10_001 }],
  ["an unknown field", { currency: "USD" }],
  ["an empty name", { name: "" }],
];

const expectInvalid = (reply: {
  status: number;
  headers: Headers;
  json: () => unknown;
}) => {
  expect(reply.status).toBe(422);
  expect(reply.headers.get("content-type")).toMatch(
    /^application\/problem\+json/,
  );
  expect(reply.json()).toMatchObject({ code: "REQUEST.INVALID", status: 422 });
};

describe("bad input is refused with a stable code", () => {
  it.each(badProperty)("a property with %s", async (_what, wrong) => {
    const whole = await landlord.call("/api/properties", {
      method: "POST",
      body: { ...lakeside, ...wrong },
    });
    expectInvalid(whole);
    const patch = await landlord.call(`/api/properties/${property.id}`, {
      method: "PATCH",
      body: wrong,
    });
    expectInvalid(patch);
  });

  it.each(badRoom)("a room with %s", async (_what, wrong) => {
    const path = `/api/properties/${property.id}/rooms`;
    const whole = await landlord.call(path, {
      method: "POST",
      body: { ...double, ...wrong },
    });
    expectInvalid(whole);
    const patch = await landlord.call(`${path}/${room.id}`, {
      method: "PATCH",
      body: wrong,
    });
    expectInvalid(patch);
  });

  it("a new room of which there are none", async () => {
    const path = `/api/properties/${property.id}/rooms`;
    const body = { ...double, quantity: 0 };
    expectInvalid(await landlord.call(path, { method: "POST", body }));
  });

  it.each(["[]", "null", '"text"', "7"])("a body that is %s", async (text) => {
    const reply = await landlord.call("/api/properties", {
      method: "POST",
      body: JSON.parse(text) as unknown,
    });
    expect([400, 422]).toContain(reply.status);
    expect(reply.json()).toMatchObject({
      code: expect.stringMatching(/^REQUEST\./),
    });
  });

  it("a body that is missing", async () => {
    expectInvalid(await landlord.call("/api/properties", { method: "POST" }));
  });

  it.each([
    "/public/properties/1",
    "/public/properties/1'%20OR%20'1'='1",
    "/public/properties?limit=0",
    "/public/properties?limit=101",
    "/public/properties?limit=1;DROP%20TABLE%20property",
    "/public/properties?cursor=abc",
    "/public/properties?city=%00",
    "/public/properties?city=a&city=b",
    "/public/properties?order=price",
  ])("a path or query like %s", async (path) => {
    expectInvalid(await service.app.call(path));
  });

  it("a path that is not valid at all", async () => {
    const reply = await service.app.call("/public/properties/%E0%A4%A");
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ code: "REQUEST.MALFORMED_PATH" });
  });

  it("and SQL in a text is a text", async () => {
    const title = "Robert'); DROP TABLE property;--";
    const reply = await landlord.call("/api/properties", {
      method: "POST",
      body: { ...lakeside, title },
    });
    expect(reply.status).toBe(201);
    expect(reply.json()).toMatchObject({ property: { title } });
  });

  it("and leaves everything as it was", async () => {
    const reply = await landlord.call(`/api/properties/${property.id}`);
    expect(reply.json()).toEqual({ property });
  });
});

describe("the database has the last word", () => {
  it.each([
    ["room_rent_positive", "UPDATE room SET rent_paise = 0"],
    ["room_deposit_not_negative", "UPDATE room SET deposit_paise = -1"],
    ["room_quantity_not_negative", "UPDATE room SET quantity = -1"],
    ["property_status_known", "UPDATE property SET status = 'sold'"],
    [
      "property_published_has_time",
      "UPDATE property SET published_at = NULL WHERE status = 'published'",
    ],
  ])("%s", async (constraint, statement) => {
    await expect(service.dataSource.query(statement)).rejects.toMatchObject({
      driverError: { constraint },
    });
  });
});
