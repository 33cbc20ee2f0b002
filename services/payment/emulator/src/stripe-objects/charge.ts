import type Stripe from "stripe";
import type { Charge, PaymentMethod } from "../domain/records.js";

function methodDetails(method: PaymentMethod, amount: number) {
  if (method.type === "us_bank_account")
    return {
      type: "us_bank_account",
      us_bank_account: {
        account_holder_type: "individual",
        account_type: "checking",
        bank_name: "STRIPE TEST BANK",
        fingerprint: null,
        last4: method.last4,
        payment_reference: null,
        routing_number: "110000000",
      },
    } as const;
  return {
    type: "card",
    card: {
      amount_authorized: amount,
      authorization_code: null,
      brand: "visa",
      checks: {
        address_line1_check: null,
        address_postal_code_check: null,
        cvc_check: "pass",
      },
      country: "US",
      electronic_commerce_indicator: null,
      exp_month: method.expMonth,
      exp_year: method.expYear,
      fingerprint: null,
      funding: "credit",
      installments: null,
      last4: method.last4,
      mandate: null,
      network: "visa",
      network_token: null,
      network_transaction_id: null,
      regulated_status: "unregulated",
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  } as const;
}

/** What Stripe shows of everything that RentEzy's charges do not use. */
const UNUSED = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  calculated_statement_descriptor: "RENTEZY",
  customer: null,
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  radar_options: {},
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  review: null,
  shipping: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
} satisfies Partial<Stripe.Charge>;

const outcome = (charge: Charge) => ({
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status:
    charge.error === null ? "approved_by_network" : "declined_by_network",
  reason: charge.error?.declineCode ?? null,
  seller_message:
    charge.error === null
      ? "Payment complete."
      : "The bank declined the payment.",
  type: charge.error === null ? "authorized" : "issuer_declined",
});

/** A charge as Stripe's API shows it. */
export function chargeObject(charge: Charge) {
  const paid = charge.status !== "failed";
  return {
    ...UNUSED,
    id: charge.id,
    object: "charge",
    amount: charge.amount,
    amount_captured: paid ? charge.amount : 0,
    amount_refunded: charge.amountRefunded,
    billing_details: {
      address: null,
      email: charge.payerEmail,
      name: charge.payerName,
      phone: null,
      tax_id: null,
    },
    captured: paid,
    created: charge.created,
    currency: charge.currency,
    description: charge.description,
    failure_code: charge.error?.code ?? null,
    failure_message: charge.error?.message ?? null,
    metadata: { ...charge.metadata },
    outcome: outcome(charge),
    paid,
    payment_intent: charge.intentId,
    payment_method: charge.paymentMethodId,
    payment_method_details: methodDetails(charge.method, charge.amount),
    refunded: charge.amountRefunded === charge.amount,
    status: charge.status,
  } satisfies Omit<Stripe.Charge, "source">;
}
