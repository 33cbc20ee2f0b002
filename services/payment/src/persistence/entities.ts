import { bigintAsNumber } from "@rentezy/database";
import { EntitySchema } from "typeorm";
import type { Checkout, Subject } from "../domain/checkout.js";
import type { Refund } from "../domain/refund.js";

/** A row of the table `checkout`. */
export interface CheckoutRow extends Omit<Checkout, "refunds"> {
  /** How often the sweeper looked in vain since the last change. */
  readonly looks: number;
  readonly nextLookAt: Date | null;
}

/** A row of the table `refund`. */
export interface RefundRow extends Refund, Subject {}

export const checkoutEntity = new EntitySchema<CheckoutRow>({
  name: "checkout",
  columns: {
    purpose: { type: "text", primary: true },
    subjectId: { type: "uuid", name: "subject_id", primary: true },
    amountPaise: {
      type: "bigint",
      name: "amount_paise",
      transformer: bigintAsNumber,
    },
    currency: { type: "text" },
    description: { type: "text" },
    attempt: { type: "int" },
    status: { type: "text" },
    money: { type: "text" },
    closing: { type: "boolean" },
    sessionId: { type: "text", name: "session_id", nullable: true },
    url: { type: "text", nullable: true },
    expiresAt: { type: "timestamptz", name: "expires_at" },
    paymentIntentId: {
      type: "text",
      name: "payment_intent_id",
      nullable: true,
    },
    refundAttempt: { type: "int", name: "refund_attempt" },
    refundWanted: { type: "boolean", name: "refund_wanted" },
    refundAnnounced: { type: "boolean", name: "refund_announced" },
    createdAt: { type: "timestamptz", name: "created_at" },
    looks: { type: "int" },
    nextLookAt: { type: "timestamptz", name: "next_look_at", nullable: true },
  },
});

export const refundEntity = new EntitySchema<RefundRow>({
  name: "refund",
  columns: {
    refundId: { type: "text", name: "refund_id", primary: true },
    purpose: { type: "text" },
    subjectId: { type: "uuid", name: "subject_id" },
    status: { type: "text" },
    amountPaise: {
      type: "bigint",
      name: "amount_paise",
      transformer: bigintAsNumber,
    },
  },
});
