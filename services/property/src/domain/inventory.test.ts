import { describe, expect, it } from "@jest/globals";
import { double, lakeside } from "../../test/lakeside.js";
import { addRoom, changeRoom, restoreQuantity, roomOf } from "./inventory.js";
import { draftProperty, remove, type Property } from "./property.js";

const now = new Date("2026-11-23T08:00:00.000Z");
const later = new Date("2026-11-24T08:00:00.000Z");
const roomId = "0199c0de-0000-7000-8000-000000000003";

const empty = draftProperty(
  {
    id: "0199c0de-0000-7000-8000-000000000001",
    landlordId: "0199c0de-0000-7000-8000-000000000002",
    details: lakeside,
  },
  now,
);
const property = addRoom(empty, { id: roomId, ...double }, now);

describe("a room", () => {
  it("keeps the terms that a change does not name", () => {
    const changed = changeRoom(
      property,
      { roomId, patch: { depositPaise: 0, name: undefined } },
      now,
    );
    expect(roomOf(changed, roomId)).toMatchObject({
      ...double,
      depositPaise: 0,
    });
    expect(changed.version).toBe(property.version + 1);
  });

  it("leaves the other rooms as they are", () => {
    const two = addRoom(property, { id: "other", ...double }, now);
    const changed = changeRoom(two, { roomId, patch: { quantity: 0 } }, now);
    expect(roomOf(changed, "other")).toBe(roomOf(two, "other"));
  });

  it("that the property does not have is refused", () => {
    const attempt = () =>
      changeRoom(property, { roomId: "other", patch: { quantity: 1 } }, now);
    expect(attempt).toThrow(
      expect.objectContaining({ code: "ROOM.NOT_FOUND" }),
    );
  });

  it("too many is refused, so that an event stays deliverable", () => {
    let full: Property = empty;
    for (let n = 0; n < 100; n += 1) {
      full = addRoom(full, { id: String(n), ...double }, now);
    }
    expect(() => addRoom(full, { id: "100", ...double }, now)).toThrow(
      expect.objectContaining({ code: "PROPERTY.TOO_MANY_ROOMS" }),
    );
  });
});

describe("a refused quantity", () => {
  const asked = changeRoom(property, { roomId, patch: { quantity: 2 } }, now);
  const refusal = { roomId, requestedQuantity: 2, currentQuantity: 5 };
  const restored = restoreQuantity(asked, refusal, later);

  it("goes back to what it was and says why", () => {
    expect(roomOf(restored, roomId)).toMatchObject({
      quantity: 5,
      quantityRefusal: { requestedQuantity: 2, at: later },
    });
    expect(restored.version).toBe(asked.version + 1);
  });

  it("says why until the landlord sets the quantity again", () => {
    const renamed = changeRoom(
      restored,
      { roomId, patch: { name: "Twin" } },
      later,
    );
    expect(roomOf(renamed, roomId).quantityRefusal).not.toBeNull();
    const set = changeRoom(restored, { roomId, patch: { quantity: 5 } }, later);
    expect(roomOf(set, roomId).quantityRefusal).toBeNull();
  });

  it("changes nothing once the landlord has asked for another", () => {
    const moved = changeRoom(asked, { roomId, patch: { quantity: 3 } }, later);
    expect(restoreQuantity(moved, refusal, later)).toBe(moved);
  });

  it("changes nothing when the landlord came back to the same quantity: that is another question", () => {
    const { version } = asked;
    const moved = changeRoom(asked, { roomId, patch: { quantity: 3 } }, later);
    const back = changeRoom(moved, { roomId, patch: { quantity: 2 } }, later);
    const ofThen = { ...refusal, propertyVersion: version };
    expect(restoreQuantity(back, ofThen, later)).toBe(back);
    const ofNow = { ...refusal, propertyVersion: back.version };
    expect(roomOf(restoreQuantity(back, ofNow, later), roomId).quantity).toBe(
      5,
    );
  });

  it("changes nothing a second time", () => {
    expect(restoreQuantity(restored, refusal, later)).toBe(restored);
  });

  it("changes nothing when it equals the present one, which would go round for ever", () => {
    const same = { roomId, requestedQuantity: 2, currentQuantity: 2 };
    expect(restoreQuantity(asked, same, later)).toBe(asked);
  });

  it("changes nothing of a deleted property", () => {
    const gone = remove(asked, later);
    expect(restoreQuantity(gone, refusal, later)).toBe(gone);
  });
});
