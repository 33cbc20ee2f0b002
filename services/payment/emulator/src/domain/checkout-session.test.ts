import { describe, expect, it } from "@jest/globals";
import { checkAmount, expiryOf } from "./checkout-session.js";

const CREATED = 1_800_000_000;
const MINUTE = 60;

describe("the expiry of a session", () => {
  it("is 24 hours ahead when nothing else is wished", () => {
    expect(expiryOf(CREATED, undefined)).toBe(CREATED + 24 * 60 * MINUTE);
  });
  it.each([30 * MINUTE, 24 * 60 * MINUTE])(
    "may be exactly %i seconds ahead",
    (seconds) => {
      expect(expiryOf(CREATED, CREATED + seconds)).toBe(CREATED + seconds);
    },
  );
  it.each([30 * MINUTE - 1, 24 * 60 * MINUTE + 1, 0, -5])(
    "may not be %i seconds ahead",
    (seconds) => {
      expect(() => expiryOf(CREATED, CREATED + seconds)).toThrow(
        "`expires_at`",
      );
    },
  );
});

describe("the sum of a session", () => {
  it.each([50, 5_250_000, 999_999_999])("may be %i paise", (paise) => {
    expect(() => checkAmount(paise)).not.toThrow();
  });
  it.each([0, 49, 1_000_000_000])("may not be %i paise", (paise) => {
    expect(() => checkAmount(paise)).toThrow("total amount due");
  });
});
