import { propertySnapshot } from "@rentezy/contracts";
import { describe, expect, it } from "@jest/globals";
import { double, lakeside } from "../../test/lakeside.js";
import { addRoom } from "./inventory.js";
import {
  amend,
  announcementOf,
  draftProperty,
  publish,
  remove,
  snapshotOf,
  unpublish,
  type Property,
} from "./property.js";

const monday = new Date("2026-11-23T08:00:00.000Z");
const tuesday = new Date("2026-11-24T08:00:00.000Z");

const draft = draftProperty(
  {
    id: "0199c0de-0000-7000-8000-000000000001",
    landlordId: "0199c0de-0000-7000-8000-000000000002",
    details: lakeside,
  },
  monday,
);

const furnished = addRoom(
  draft,
  { id: "0199c0de-0000-7000-8000-000000000003", ...double },
  monday,
);
const published = publish(furnished, monday);

describe("a property", () => {
  it("starts as a draft of version 1", () => {
    expect(draft).toMatchObject({
      version: 1,
      status: "draft",
      rooms: [],
      publishedAt: null,
    });
  });

  it("cannot be published without a room", () => {
    expect(() => publish(draft, monday)).toThrow(
      expect.objectContaining({ code: "PROPERTY.NO_ROOMS" }),
    );
  });

  it("grows by one version with each change and remembers when", () => {
    const amended = amend(published, { title: "By the lake" }, tuesday);
    expect(amended.version).toBe(published.version + 1);
    expect(amended.updatedAt).toEqual(tuesday);
    expect(amended.createdAt).toEqual(monday);
  });

  it("keeps the details that a patch does not name, and those it names undefined", () => {
    const amended = amend(published, { bedrooms: 3, city: undefined }, tuesday);
    expect(amended.details).toEqual({ ...published.details, bedrooms: 3 });
  });

  it("stays the same when it is already as asked", () => {
    expect(publish(published, tuesday)).toBe(published);
    expect(unpublish(draft, tuesday)).toBe(draft);
  });

  it("keeps the time of its first publication", () => {
    const again = publish(unpublish(published, monday), tuesday);
    expect(again.publishedAt).toEqual(monday);
  });
});

describe("the announcement of a change", () => {
  const hidden = unpublish(published, tuesday);
  const cases: readonly [string, Property, Property, unknown][] = [
    ["a room added to a draft", draft, furnished, undefined],
    ["a draft deleted", draft, remove(draft, tuesday), undefined],
    ["first published", furnished, published, "property.published.v1"],
    [
      "amended",
      published,
      amend(published, { bedrooms: 1 }, tuesday),
      "property.updated.v1",
    ],
    ["unpublished", published, hidden, "property.unpublished.v1"],
    [
      "amended while unpublished",
      hidden,
      amend(hidden, { bedrooms: 1 }, tuesday),
      "property.updated.v1",
    ],
    [
      "published again",
      hidden,
      publish(hidden, tuesday),
      "property.published.v1",
    ],
    ["deleted", published, remove(published, tuesday), "property.deleted.v1"],
  ];

  it.each(cases)("of %s is the right event", (_what, before, after, event) => {
    expect(announcementOf(before, after)).toBe(event);
  });

  it("carries the whole property in the form of the contract", () => {
    const snapshot = snapshotOf(published);
    expect(propertySnapshot.parse(snapshot)).toEqual(snapshot);
    expect(snapshot).toMatchObject({
      propertyId: draft.id,
      version: 3,
      status: "published",
      city: "Bengaluru",
      rooms: [{ name: "Double", quantity: 5 }],
    });
  });
});
