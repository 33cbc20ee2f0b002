import type Stripe from "stripe";
import type { PaymentIntent } from "../domain/records.js";

function lastPaymentError(
  intent: PaymentIntent,
): Stripe.PaymentIntent.LastPaymentError | null {
  const error = intent.lastError;
  if (error === null) return null;
  const isCard = error.code === "card_declined";
  return {
    code: error.code,
    ...(error.declineCode !== null && { decline_code: error.declineCode }),
    doc_url: `https://stripe.com/docs/error-codes/${error.code.replaceAll("_", "-")}`,
    message: error.message,
    type: isCard ? "card_error" : "invalid_request_error",
    ...(intent.latestChargeId !== null && { charge: intent.latestChargeId }),
    payment_method_type: isCard ? "card" : "us_bank_account",
  };
}

/** A payment intent as Stripe's API shows it. */
export function intentObject(intent: PaymentIntent) {
  return {
    id: intent.id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: intent.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: intent.amountReceived,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: intent.canceledAt,
    cancellation_reason: intent.canceledAt === null ? null : "expired",
    capture_method: "automatic_async",
    // The browser's secret of an intent is of no use with a hosted page, so there is none to leak.
    client_secret: null,
    confirmation_method: "automatic",
    created: intent.created,
    currency: intent.currency,
    customer: null,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: null,
    last_payment_error: lastPaymentError(intent),
    latest_charge: intent.latestChargeId,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: { ...intent.metadata },
    next_action: null,
    on_behalf_of: null,
    payment_method: intent.paymentMethodId,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ["card", "us_bank_account"],
    payment_record: null,
    processing: null,
    receipt_email: intent.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: intent.status,
    transfer_data: null,
    transfer_group: null,
  } satisfies Stripe.PaymentIntent;
}
