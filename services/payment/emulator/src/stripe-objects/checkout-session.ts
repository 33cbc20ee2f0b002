import type Stripe from "stripe";
import type { CheckoutSession, LineItem } from "../domain/records.js";

const NO_ADDRESS = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

/** What Stripe shows of everything that RentEzy's sessions do not use. */
const UNUSED = {
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: {
    enabled: false,
    liability: null,
    provider: null,
    status: null,
  },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer: null,
  customer_account: null,
  customer_creation: "if_required",
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  locale: null,
  managed_payments: { enabled: false },
  origin_context: null,
  payment_link: null,
  payment_method_collection: "if_required",
  payment_method_configuration_details: null,
  payment_method_options: {},
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  subscription: null,
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;

/** The hosted page of a session; Stripe shows it while the session is open only. */
export const sessionUrl = (
  session: CheckoutSession,
  publicUrl: string,
): string => `${publicUrl}/c/pay/${session.id}`;

function customerDetails(
  session: CheckoutSession,
): Stripe.Checkout.Session.CustomerDetails | null {
  const email = session.customerEmail;
  if (session.status !== "complete" && email === null) return null;
  return {
    address: session.status === "complete" ? NO_ADDRESS : null,
    business_name: null,
    email,
    individual_name: null,
    name: session.payerName,
    phone: null,
    tax_exempt: "none",
    tax_ids: session.status === "complete" ? [] : null,
  };
}

/** A session as Stripe's API shows it. */
export function sessionObject(session: CheckoutSession, publicUrl: string) {
  return {
    ...UNUSED,
    id: session.id,
    object: "checkout.session",
    amount_subtotal: session.amountTotal,
    amount_total: session.amountTotal,
    cancel_url: session.cancelUrl,
    client_reference_id: session.clientReferenceId,
    created: session.created,
    currency: session.currency,
    customer_details: customerDetails(session),
    customer_email: session.customerEmail,
    expires_at: session.expiresAt,
    livemode: false,
    metadata: { ...session.metadata },
    mode: "payment",
    payment_intent: session.intentId,
    payment_method_types: ["card", "us_bank_account"],
    payment_status: session.paymentStatus,
    status: session.status,
    success_url: session.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: session.status === "open" ? sessionUrl(session, publicUrl) : null,
  } satisfies Stripe.Checkout.Session;
}

function lineItemObject(item: LineItem, session: CheckoutSession) {
  const amount = item.unitAmount * item.quantity;
  return {
    id: item.id,
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: session.currency,
    description: item.name,
    metadata: {},
    price: {
      id: item.priceId,
      object: "price",
      active: false,
      billing_scheme: "per_unit",
      created: session.created,
      currency: session.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: item.productId,
      recurring: null,
      tax_behavior: "unspecified",
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: item.unitAmount,
      unit_amount_decimal: String(item.unitAmount),
    },
    quantity: item.quantity,
  };
}

/** What is bought; Stripe shows it when `line_items` is expanded. */
export const lineItemsObject = (session: CheckoutSession) => ({
  object: "list",
  data: session.lineItems.map((item) => lineItemObject(item, session)),
  has_more: false,
  url: `/v1/checkout/sessions/${session.id}/line_items`,
});
