/** One refund at Stripe. Amount in integer paise. */
export interface Refund {
  readonly refundId: string;
  readonly status: "pending" | "succeeded" | "failed";
  readonly amountPaise: number;
}

/**
 * How far the return of `amountPaise` has come: `none` when nothing or too little is on its way and
 * nothing has failed. People may refund at Stripe in parts, so amounts are added up.
 */
export function refundStatus(
  refunds: readonly Refund[],
  amountPaise: number,
): Refund["status"] | "none" {
  const sum = (statuses: readonly Refund["status"][]) =>
    refunds
      .filter(({ status }) => statuses.includes(status))
      .reduce((total, refund) => total + refund.amountPaise, 0);
  if (refunds.length === 0) return "none";
  if (sum(["succeeded"]) >= amountPaise) return "succeeded";
  if (sum(["succeeded", "pending"]) >= amountPaise) return "pending";
  return refunds.some(({ status }) => status === "failed") ? "failed" : "none";
}
