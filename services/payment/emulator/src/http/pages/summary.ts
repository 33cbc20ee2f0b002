import { formatPaise } from "../../domain/money.js";
import type { CheckoutSession } from "../../domain/records.js";
import { html, type Html } from "./html.js";

/** What is bought and what it costs, with the way back to the merchant. */
export function summary(session: CheckoutSession): Html {
  const items = session.lineItems.map(
    (item) =>
      html`<li>
        <span
          >${item.name}${item.quantity > 1 ? html` <small>× ${item.quantity}</small>` : null}</span
        >
        <span class="money"
          >${formatPaise(item.unitAmount * item.quantity)}</span
        >
      </li>`,
  );
  return html`<p class="brand"><span aria-hidden="true">R</span> RentEzy</p>
    <p class="paying">
      ${session.paymentStatus === "paid" ? "Amount paid" : "Amount to pay"}
    </p>
    <p class="amount">${formatPaise(session.amountTotal)}</p>
    <ul class="items">
      ${items}
    </ul>
    ${
      session.intentDescription === null
        ? null
        : html`<p class="description">${session.intentDescription}</p>`
    }
    ${
      session.cancelUrl === null || session.status !== "open"
        ? null
        : html`<a class="back" href="${session.cancelUrl}"
            >← Back to RentEzy</a
          >`
    }`;
}
