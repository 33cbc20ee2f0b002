/** The session that RentEzy opens for a booking, and ways to pay it. */
import type Stripe from "stripe";

export const GOOD_CARD = "4242424242424242";
export const DECLINED_CARD = "4000 0000 0000 0002";
export const POOR_CARD = "4000000000009995";
export const UNREFUNDABLE_CARD = "4000000000005126";

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

export const checkoutParameters = (): Stripe.Checkout.SessionCreateParams => ({
  mode: "payment",
  line_items: [
    {
      quantity: 1,
      price_data: {
        currency: "inr",
        unit_amount: 5_250_000,
        product_data: { name: "Room 12, Lotus House" },
      },
    },
  ],
  success_url: "http://127.0.0.1:8080/paid?session={CHECKOUT_SESSION_ID}",
  cancel_url: "http://127.0.0.1:8080/back",
  client_reference_id: "booking-1",
  customer_email: "asha@example.in",
  metadata: { purpose: "booking", subjectId: "booking-1" },
  payment_intent_data: { metadata: { subjectId: "booking-1" } },
  expires_at: nowSeconds() + 31 * 60,
});

export const openSession = (stripe: Stripe): Promise<Stripe.Checkout.Session> =>
  stripe.checkout.sessions.create(checkoutParameters());

export const cardFields = (cardNumber: string) => ({
  method: "card",
  cardNumber,
  expiry: "12 / 34",
  cvc: "123",
  name: "Asha Rao",
});

const pageOf = (session: Stripe.Checkout.Session): string => {
  if (session.url === null) throw new Error("the session has no page any more");
  return session.url;
};

/** Posts the hosted page's form as a browser does, without following where it leads. */
export const submitForm = (
  session: Stripe.Checkout.Session,
  fields: Record<string, string>,
): Promise<Response> =>
  fetch(pageOf(session), {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
  });

/** Posts the same fields as a script does. */
export async function submitJson(
  session: Stripe.Checkout.Session,
  fields: Record<string, string>,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(pageOf(session), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fields),
  });
  return { status: response.status, body: await response.json() };
}

/** Pays at once with the card that works; the id of the intent that holds the money. */
export async function payByCard(
  stripe: Stripe,
  cardNumber = GOOD_CARD,
): Promise<{ session: Stripe.Checkout.Session; intentId: string }> {
  const opened = await openSession(stripe);
  await submitJson(opened, cardFields(cardNumber));
  const session = await stripe.checkout.sessions.retrieve(opened.id);
  return { session, intentId: intentIdOf(session) };
}

/** The id of the intent of a session that somebody tried to pay. */
export function intentIdOf(session: Stripe.Checkout.Session): string {
  if (typeof session.payment_intent === "string") return session.payment_intent;
  throw new Error("the session has no intent");
}
