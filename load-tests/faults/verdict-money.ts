/** Where the money of a booking is, by the books of the emulator and not by those of the services. */
import { rupees } from "@rentezy/local/client";
import type { Case } from "./evidence-case.js";
import type { CaptureEntry } from "./told.js";

/** What is wrong with what was given back of a capture, and whether any of it was. */
function refundOf(
  { givenBack }: Case,
  { captureId, amount }: CaptureEntry,
): { readonly wrong: string[]; readonly kept: boolean } {
  const tries = givenBack.filter((one) => one.captureId === captureId);
  const refunds = tries.filter(({ status }) => status !== "failed");
  const sum = refunds.reduce((total, one) => total + one.amount, 0);
  const wrong: string[] = [];
  if (refunds.length > 1)
    wrong.push(`${captureId} was refunded ${refunds.length} times`);
  if (refunds.length > 0 && sum !== amount)
    wrong.push(`${rupees(sum)} were refunded of ${rupees(amount)}`);
  if (refunds.some(({ status }) => status === "pending"))
    wrong.push(`the refund of ${captureId} has not come to an end`);
  return { wrong, kept: refunds.length === 0 };
}

/** Each capture is for one booked booking and of its amount, or it was refunded in full, once. */
export function money(of: Case): string[] {
  const { captures, row } = of;
  const refunds = captures.map((capture) => refundOf(of, capture));
  const kept = captures.filter((_, index) => refunds[index]?.kept);
  const wrong = refunds.flatMap((refund) => refund.wrong);
  const status = row?.status ?? "unknown";
  if (status === "booked") {
    if (kept.length !== 1)
      wrong.push(`booked, and ${kept.length} payments for it were kept`);
  } else if (kept.length > 0) {
    const sum = kept.reduce((total, { amount }) => total + amount, 0);
    wrong.push(`${status}, and ${rupees(sum)} were kept`);
  }
  for (const { amount } of captures)
    if (row && amount !== row.amount)
      wrong.push(`${rupees(amount)} taken instead of ${rupees(row.amount)}`);
  return wrong;
}

/** Payment's books agree with the emulator's about what was paid and refunded. */
export function books({
  captures,
  checkout,
  givenBack,
  refunds,
}: Case): string[] {
  const wrong: string[] = [];
  const paid = checkout?.money === "paid";
  if (paid !== captures.length > 0)
    wrong.push(
      `${captures.length} payments were taken, and payment says ${checkout?.money ?? "nothing"}`,
    );
  const known = new Map(refunds.map((refund) => [refund.refundId, refund]));
  for (const { refundId, amount, status } of givenBack) {
    const refund = known.get(refundId);
    known.delete(refundId);
    if (!refund) wrong.push(`payment does not know of refund ${refundId}`);
    else if (refund.amount !== amount || refund.status !== status)
      wrong.push(
        `refund ${refundId} is ${status}, ${rupees(amount)}; payment says ${refund.status}, ${rupees(refund.amount)}`,
      );
  }
  for (const refundId of known.keys())
    wrong.push(`payment knows of a refund ${refundId} that was never made`);
  return wrong;
}
