import { returnUrl } from "../../domain/checkout-session.js";
import type { CheckoutSession, PaymentIntent } from "../../domain/records.js";
import { html, type Html } from "./html.js";
import { layout } from "./layout.js";
import { summary } from "./summary.js";

/** The page of a session at which nothing can be paid any more. */
export function closingPage(
  session: CheckoutSession,
  intent: PaymentIntent | undefined,
): string {
  if (session.status === "expired") return expiredPage(session);
  if (session.paymentStatus === "paid") return completePage(session, PAID);
  const isSlow = intent?.status === "processing";
  return completePage(session, isSlow ? ON_ITS_WAY : REFUSED);
}

interface Words {
  readonly mark: Html;
  readonly title: string;
  readonly text: string;
}

const PAID: Words = {
  mark: html`<p class="mark good" aria-hidden="true">✓</p>`,
  title: "You have paid",
  text: "Thank you. There is nothing more to do here.",
};
const ON_ITS_WAY: Words = {
  mark: html`<p class="mark" aria-hidden="true">…</p>`,
  title: "Your payment is on its way",
  text: "The bank needs a moment. You will hear from RentEzy when it has answered.",
};
const REFUSED: Words = {
  mark: html`<p class="mark" aria-hidden="true">✗</p>`,
  title: "Your bank did not pay",
  text: "Nothing was charged. Go back to RentEzy to start again.",
};

function completePage(session: CheckoutSession, words: Words): string {
  const { mark, title, text } = words;
  const content = html`<div class="closing">
    ${mark}
    <h1>${title}</h1>
    <p>${text}</p>
    <a class="button" href="${returnUrl(session)}">Continue to RentEzy</a>
  </div>`;
  return layout({ title, summary: summary(session), content });
}

function expiredPage(session: CheckoutSession): string {
  const content = html`<div class="closing">
    <p class="mark" aria-hidden="true">⏱</p>
    <h1>This payment page has expired</h1>
    <p>Nothing was charged. Go back to RentEzy to start again.</p>
    ${
      session.cancelUrl === null
        ? null
        : html`<a class="button" href="${session.cancelUrl}"
            >Back to RentEzy</a
          >`
    }
  </div>`;
  return layout({ title: "Expired", summary: summary(session), content });
}

/** There is no session with this address. */
export function missingPage(): string {
  const content = html`<div class="closing">
    <p class="mark" aria-hidden="true">?</p>
    <h1>No such payment page</h1>
    <p>Check the address, or go back to where you found it.</p>
  </div>`;
  const brand = html`<p class="brand">
    <span aria-hidden="true">R</span> RentEzy
  </p>`;
  return layout({ title: "Not found", summary: brand, content });
}
