import type { FieldErrors, PaymentForm } from "../../domain/card-form.js";
import { formatPaise } from "../../domain/money.js";
import { TEST_CARDS } from "../../domain/payment-method.js";
import type { CheckoutSession } from "../../domain/records.js";
import { html, type Html } from "./html.js";
import { layout } from "./layout.js";
import { summary } from "./summary.js";

export interface PaymentPage {
  readonly session: CheckoutSession;
  /** What was typed before and may be shown again: never the card. */
  readonly form: Pick<PaymentForm, "method" | "name">;
  readonly fieldErrors: FieldErrors;
  /** Why the last attempt did not work. */
  readonly problem: string | null;
}

function field(
  page: PaymentPage,
  input: {
    name: keyof FieldErrors;
    label: string;
    attributes: Html;
    value?: string;
  },
): Html {
  const error = page.fieldErrors[input.name];
  const described =
    error === undefined
      ? null
      : html` aria-invalid="true" aria-describedby="${input.name}-error"`;
  return html`<div class="field">
    <label for="${input.name}">${input.label}</label>
    <input
      id="${input.name}"
      name="${input.name}"
      value="${input.value ?? ""}"
      ${input.attributes}${described}
    />
    ${
      error === undefined
        ? null
        : html`<p class="error" id="${input.name}-error">${error}</p>`
    }
  </div>`;
}

const METHODS: readonly {
  value: PaymentForm["method"];
  label: string;
  hint: string;
}[] = [
  { value: "card", label: "Card", hint: "Answers at once" },
  {
    value: "bank_success",
    label: "Bank debit (slow)",
    hint: "Confirmed after some seconds",
  },
  {
    value: "bank_failure",
    label: "Bank debit (slow), refused",
    hint: "Fails after some seconds",
  },
];

const methods = (page: PaymentPage): Html =>
  html`<fieldset class="methods">
    <legend>Payment method</legend>
    ${METHODS.map(
      ({ value, label, hint }) =>
        html`<label class="method">
          <input
            type="radio"
            name="method"
            value="${value}"
            ${value === page.form.method ? html`checked` : null}
          />
          <span>${label}<small>${hint}</small></span>
        </label>`,
    )}
  </fieldset>`;

const cardFields = (page: PaymentPage): Html =>
  html`<fieldset class="card">
    <legend>Card details</legend>
    ${field(page, {
      name: "cardNumber",
      label: "Card number",
      attributes: html`inputmode="numeric" autocomplete="cc-number"
      maxlength="24" placeholder="1234 1234 1234 1234"`,
    })}
    <div class="pair">
      ${field(page, {
        name: "expiry",
        label: "Expiry",
        attributes: html`inputmode="numeric" autocomplete="cc-exp" maxlength="7"
        placeholder="MM / YY"`,
      })}
      ${field(page, {
        name: "cvc",
        label: "CVC",
        attributes: html`inputmode="numeric" autocomplete="cc-csc" maxlength="4"
        placeholder="123"`,
      })}
    </div>
  </fieldset>`;

const spaced = (number: string): string =>
  number.replace(/(\d{4})(?=\d)/g, "$1 ");

const testCards = (): Html =>
  html`<aside class="test-cards" aria-labelledby="test-cards-title">
    <h2 id="test-cards-title">Test cards</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col">What happens</th>
        </tr>
      </thead>
      <tbody>
        ${TEST_CARDS.map(
          ({ number, label }) =>
            html`<tr>
              <td><code>${spaced(number)}</code></td>
              <td>${label}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p>Any expiry date in the future, any three digits as CVC, any name.</p>
  </aside>`;

/** The form of an open session; it needs no script. */
export function paymentPage(page: PaymentPage): string {
  const content = html`<h1>Payment details</h1>
    ${
      page.problem === null
        ? null
        : html`<p class="problem" role="alert">
            ${page.problem} Please try another way to pay.
          </p>`
    }
    <form method="post" novalidate>
      ${methods(page)} ${cardFields(page)}
      ${field(page, {
        name: "name",
        label: "Name of the payer",
        attributes: html`autocomplete="cc-name" maxlength="120"
        placeholder="Full name"`,
        value: page.form.name,
      })}
      <button type="submit">
        Pay ${formatPaise(page.session.amountTotal)}
      </button>
    </form>
    ${testCards()}`;
  return layout({ title: "Pay", summary: summary(page.session), content });
}
