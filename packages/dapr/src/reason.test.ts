import { describe, expect, it } from "@jest/globals";
import { DomainError } from "@rentezy/contracts";
import { reasonOf, reasonOfIssues } from "./reason.js";

describe("the reason of a failed event", () => {
  it("is a refusal's code with its message, or an error's name with its message", () => {
    expect(reasonOf(new DomainError("BOOKING.SOLD_OUT", "No room."))).toBe(
      "BOOKING.SOLD_OUT: No room.",
    );
    expect(reasonOf(new TypeError("no such thing"))).toBe(
      "TypeError: no such thing",
    );
    expect(reasonOf("a text")).toBe("a text");
  });

  it.each([
    ["postgres://booking:hunter22@db:5432/booking", "hunter22"],
    ["authorization: Bearer abc.def-ghi", "abc.def"],
    ["token eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl", "eyJ"],
    ["key sk_test_51abcdef and whsec_0123456789", "_51abcdef"],
    ["key whsec_0123456789", "0123456789"],
    ["card 4242 4242 4242 4242 was declined", "4242"],
  ])("hides what is secret: %s", (message, secret) => {
    expect(reasonOf(new Error(message))).not.toContain(secret);
  });

  it("keeps ids readable", () => {
    const id = "019abf3e-7c11-7d42-9a55-52ab71c0de42";
    expect(reasonOf(new Error(`no booking ${id}`))).toContain(id);
  });

  it("is one short line", () => {
    const reason = reasonOf(new Error(`a\nb\0${"c".repeat(1_000)}`));
    expect(reason).toMatch(/^Error: a b c+$/);
    expect(reason).toHaveLength(300);
  });

  it("names the fields that are wrong", () => {
    const issues = [
      { path: ["rooms", 0, "quantity"], message: "expected number" },
      { path: [], message: "expected object" },
    ];
    expect(reasonOfIssues("the data is not of its type", issues)).toBe(
      "the data is not of its type: rooms.0.quantity: expected number; it: expected object",
    );
  });
});
