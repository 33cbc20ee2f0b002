import { describe, expect, it } from "@jest/globals";
import {
  answerToReplay,
  fingerprintOf,
  KEY_LIFETIME_MS,
} from "./idempotency.js";

const stored = {
  id: "key-1",
  endpoint: "/v1/refunds",
  fingerprint: fingerprintOf({ amount: "5" }),
  status: 500,
  body: { error: {} },
  requestId: "req_1",
  storedAtMs: 1_000,
};
const same = { endpoint: stored.endpoint, fingerprint: stored.fingerprint };

describe("an idempotency key seen before", () => {
  it("replays what it was answered with, a 500 too", () => {
    expect(answerToReplay(stored, same, 2_000)).toBe(stored);
  });
  it("is as good as new after 24 hours", () => {
    expect(answerToReplay(stored, same, 1_000 + KEY_LIFETIME_MS - 1)).toBe(
      stored,
    );
    expect(
      answerToReplay(stored, same, 1_000 + KEY_LIFETIME_MS),
    ).toBeUndefined();
  });
  it("refuses other parameters and another endpoint", () => {
    const other = { ...same, fingerprint: fingerprintOf({ amount: "6" }) };
    expect(() => answerToReplay(stored, other, 2_000)).toThrow(
      "same parameters",
    );
    const elsewhere = { ...same, endpoint: "/v1/checkout/sessions" };
    expect(() => answerToReplay(stored, elsewhere, 2_000)).toThrow(
      "same endpoint",
    );
  });
});

describe("the fingerprint of parameters", () => {
  it("does not depend on their order", () => {
    expect(fingerprintOf({ a: "1", b: { c: ["2", "3"], d: undefined } })).toBe(
      fingerprintOf({ b: { d: undefined, c: ["2", "3"] }, a: "1" }),
    );
  });
  it("tells values, places and types apart", () => {
    const all = [
      { a: "1" },
      { a: "2" },
      { b: "1" },
      { a: ["1"] },
      { a: { 0: "1" } },
      {},
    ];
    expect(new Set(all.map(fingerprintOf)).size).toBe(all.length);
  });
});
