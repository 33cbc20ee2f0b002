import { describe, expect, it } from "@jest/globals";
import { formIn, headingOf } from "./hosted-page.js";

const page = (alert = "") => `<!doctype html><main>
  <h1>Payment details</h1>${alert}
  <form method="post" novalidate>
    <input type="radio" name="method" value="card" checked />
    <input type="radio" name="method" value="bank_failure"  />
    <input
      id="cardNumber"
      name="cardNumber"
      value=""
      inputmode="numeric"
    />
    <input id="name" name="name" value="Tara" maxlength="120" />
    <button type="submit">Pay</button>
  </form></main>`;

describe("the hosted page", () => {
  it("gives a form whose fields are what a browser would send", () => {
    expect(formIn(page())).toEqual({
      method: "POST",
      fields: { method: "card", cardNumber: "", name: "Tara" },
    });
  });

  it("is refused when it has no form to fill in", () => {
    const expired = "<h1>This payment page has expired</h1>";
    expect(() => formIn(expired)).toThrow("This payment page has expired");
  });

  it("says what its alert says, and its heading when there is none", () => {
    const alert = `<p class="problem" role="alert">
      Your card was declined. It&#39;s a pity.
    </p>`;
    expect(headingOf(page(alert))).toBe("Your card was declined. It's a pity.");
    expect(headingOf(page())).toBe("Payment details");
  });
});
