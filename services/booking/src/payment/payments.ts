import { checkoutReply, refundReply } from "@rentezy/contracts";
import { invoke, type Sidecar } from "@rentezy/dapr";
import type { Payments } from "../use-cases/payments.js";

/** Longer than the sidecars' own limit of 20 s, so that theirs is the answer that is heard. */
const TIMEOUT_MS = 25_000;

/** Payment's internal operations, called through the sidecars. */
export function connectPayments(sidecar: Sidecar): Payments {
  const call = {
    appId: "payment",
    method: "POST",
    timeoutMs: TIMEOUT_MS,
  } as const;
  return {
    openCheckout: async (body) => {
      const reply = checkoutReply;
      const path = "/internal/checkout-sessions";
      return (await invoke(sidecar, { ...call, path, body, reply })).checkout;
    },
    expireCheckout: async (bookingId) => {
      const reply = checkoutReply;
      const path = `/internal/checkout-sessions/booking/${bookingId}/expire`;
      return (await invoke(sidecar, { ...call, path, reply })).checkout;
    },
    refund: async (bookingId) => {
      const body = { purpose: "booking", subjectId: bookingId };
      const path = "/internal/refunds";
      return (
        await invoke(sidecar, { ...call, path, body, reply: refundReply })
      ).refund;
    },
  };
}
