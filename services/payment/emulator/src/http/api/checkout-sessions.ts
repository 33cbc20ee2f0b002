import { z } from "zod";
import { sessionObject } from "../../stripe-objects/checkout-session.js";
import {
  createSession,
  type NewSession,
} from "../../use-cases/create-session.js";
import type { Desk } from "../../use-cases/desk.js";
import { expireSession } from "../../use-cases/expire-session.js";
import { findSession, requireSession } from "../../use-cases/find-records.js";
import { listRecords } from "../../use-cases/list-records.js";
import { listObject, type Operation } from "./operation.js";
import {
  integer,
  listParameters,
  metadata,
  pageOf,
  readParameters,
  refuseParameters,
  text,
  webAddress,
} from "./parameters.js";

const quantity = integer.pipe(z.number().min(1).max(999_999));
const unitAmount = integer.pipe(z.number().min(0));
const rupees = z
  .string()
  .toLowerCase()
  .pipe(z.literal("inr", "Invalid currency: the emulator knows inr only"));

const createParameters = z.strictObject({
  mode: z.literal("payment", "Invalid mode: the emulator knows payment only"),
  line_items: z
    .array(
      z.strictObject({
        price_data: z.strictObject({
          currency: rupees,
          unit_amount: unitAmount,
          product_data: z.strictObject({
            name: text,
            description: text.optional(),
            metadata,
          }),
        }),
        quantity,
      }),
    )
    .min(1)
    .max(100),
  success_url: webAddress,
  cancel_url: webAddress.optional(),
  client_reference_id: text.max(200).optional(),
  customer_email: z.email("Invalid email address").optional(),
  metadata,
  payment_intent_data: z
    .strictObject({ metadata, description: text.max(1_000).optional() })
    .default({ metadata: {} }),
  payment_method_types: z.array(z.literal("card")).optional(),
  expires_at: integer.optional(),
});

const newSession = (given: z.infer<typeof createParameters>): NewSession => ({
  lineItems: given.line_items.map((item) => ({
    name: item.price_data.product_data.name,
    unitAmount: item.price_data.unit_amount,
    quantity: item.quantity,
  })),
  currency: "inr",
  successUrl: given.success_url,
  cancelUrl: given.cancel_url ?? null,
  clientReferenceId: given.client_reference_id ?? null,
  customerEmail: given.customer_email ?? null,
  metadata: given.metadata,
  intentMetadata: given.payment_intent_data.metadata,
  intentDescription: given.payment_intent_data.description ?? null,
  expiresAt: given.expires_at,
});

export const createCheckoutSession =
  (desk: Desk): Operation =>
  ({ input }) =>
    sessionObject(
      createSession(desk, newSession(readParameters(createParameters, input))),
      desk.publicUrl,
    );

export const retrieveCheckoutSession =
  (desk: Desk): Operation =>
  ({ id, input }) => {
    refuseParameters(input);
    return sessionObject(requireSession(desk, id), desk.publicUrl);
  };

export const expireCheckoutSession =
  (desk: Desk): Operation =>
  ({ id, input, cause }) => {
    refuseParameters(input);
    return sessionObject(
      expireSession(desk, requireSession(desk, id), cause),
      desk.publicUrl,
    );
  };

const filters = z.strictObject({
  ...listParameters,
  status: z.enum(["open", "complete", "expired"]).optional(),
  payment_intent: text.optional(),
});

export const listCheckoutSessions =
  (desk: Desk): Operation =>
  ({ input }) => {
    const given = readParameters(filters, input);
    // Reading each lets the overdue ones expire before anybody sees them open.
    const sessions = desk.records
      .all("session")
      .map((session) => findSession(desk, session.id) ?? session);
    const { data, hasMore } = listRecords(
      "checkout.session",
      sessions,
      pageOf(given),
      (session) =>
        (given.status === undefined || session.status === given.status) &&
        (given.payment_intent === undefined ||
          session.intentId === given.payment_intent),
    );
    const objects = data.map((session) =>
      sessionObject(session, desk.publicUrl),
    );
    return listObject("/v1/checkout/sessions", objects, hasMore);
  };
