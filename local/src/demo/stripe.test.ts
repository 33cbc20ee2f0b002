import { describe, expect, it } from "@jest/globals";
import { moneyOf, sessionOf } from "./stripe.js";

const book = {
  sessions: [
    { id: "cs_1", clientReferenceId: "mine" },
    { id: "cs_2", clientReferenceId: "other" },
    { id: "cs_3", clientReferenceId: null },
  ],
  captures: [
    { session: "cs_1", paymentIntent: "pi_1", amount: 100 },
    { session: "cs_2", paymentIntent: "pi_2", amount: 700 },
    { session: null, paymentIntent: "pi_3", amount: 900 },
  ],
  refunds: [
    { paymentIntent: "pi_1", amount: 60, status: "succeeded" },
    { paymentIntent: "pi_1", amount: 40, status: "failed" },
    { paymentIntent: "pi_2", amount: 700, status: "succeeded" },
  ],
};

describe("the money of one booking", () => {
  it("is its own captures and what of them was really given back", () => {
    expect(moneyOf(book, "mine")).toEqual({ captured: 100, refunded: 60 });
  });

  it("is none for a booking that was never paid", () => {
    expect(moneyOf(book, "unpaid")).toEqual({ captured: 0, refunded: 0 });
  });
});

it("finds the session in the page's address", () => {
  expect(sessionOf("http://127.0.0.1:8197/c/pay/cs_test_1?x=1")).toBe(
    "cs_test_1",
  );
});
