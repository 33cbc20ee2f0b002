import { describe, expect, it } from "@jest/globals";
import { passesLuhn, readPaymentForm, type PaymentForm } from "./card-form.js";
import { TEST_CARDS } from "./payment-method.js";

const NOW = new Date("2026-11-23T10:00:00Z");
const form = (change: Partial<PaymentForm> = {}): PaymentForm => ({
  method: "card",
  cardNumber: "4242 4242 4242 4242",
  expiry: "12/34",
  cvc: "123",
  name: "Asha Rao",
  ...change,
});

describe("the payment form", () => {
  it("keeps no more of a card than its last four digits", () => {
    const read = readPaymentForm(form(), NOW);
    expect(JSON.stringify(read)).not.toContain("42424242");
    expect(read).toMatchObject({
      tender: {
        method: { last4: "4242", expMonth: 12, expYear: 2034 },
        outcome: { kind: "succeeds" },
      },
    });
  });

  it.each(["11/26", "11 / 2026", "1126"])(
    "takes a card until the end of its month: %s",
    (expiry) => {
      expect(readPaymentForm(form({ expiry }), NOW)).toHaveProperty("tender");
    },
  );

  it.each([
    ["cardNumber", { cardNumber: "4242" }],
    ["cardNumber", { cardNumber: "4242424242424241" }],
    ["cardNumber", { cardNumber: "drop table" }],
    ["expiry", { expiry: "10/26" }],
    ["expiry", { expiry: "13/30" }],
    ["expiry", { expiry: "" }],
    ["cvc", { cvc: "12" }],
    ["name", { name: "x".repeat(121) }],
  ])("names %s as wrong in %j", (field, change) => {
    const read = readPaymentForm(form(change), NOW);
    expect(read).toHaveProperty("errors");
    expect("errors" in read ? Object.keys(read.errors) : []).toEqual([field]);
  });

  it("asks nothing about a card of who pays by bank", () => {
    const read = readPaymentForm(
      form({ method: "bank_failure", cardNumber: "", cvc: "" }),
      NOW,
    );
    expect(read).toMatchObject({
      tender: { outcome: { kind: "settles-later", as: "failed" } },
    });
  });
});

describe("the test cards", () => {
  it.each(TEST_CARDS.map(({ number }) => [number]))(
    "%s has a right check digit",
    (number) => {
      expect(passesLuhn(number)).toBe(true);
    },
  );
});
