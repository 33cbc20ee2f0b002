/** What stands for Stripe, as its operator sees it. Speaks its own protocol: nothing of the services'. */
import type { Stack } from "@rentezy/local";
import { z } from "zod";

const session = z.object({
  id: z.string(),
  status: z.string(),
  paymentStatus: z.string(),
  clientReferenceId: z.string().nullable(),
});
const ledger = z.object({ sessions: z.array(session) });
const pending = z.object({ pending: z.int() });

export interface EmulatorControl {
  /** How webhooks travel from now on; `{}` is well. */
  readonly webhooks: (behaviour: object) => Promise<void>;
  /** Which requests to the API fail from now on. */
  readonly fail: (fault: object) => Promise<void>;
  /** Webhooks that are still to be sent. */
  readonly webhooksUnderWay: () => Promise<number>;
  /** Ids of the bookings that have been paid. */
  readonly paid: () => Promise<readonly string[]>;
  /** Ends the open checkout of a booking as if its time had come; its id. */
  readonly expireCheckout: (bookingId: string) => Promise<string | undefined>;
  /** Takes money on a session that is over, which Stripe promises not to do. */
  readonly payLate: (sessionId: string) => Promise<void>;
}

/** Part of what is said of a session that is not open any more. */
const NOT_OPEN = "can be expired";

/** A session that was paid or has expired since it was looked for is as if it had not been found. */
function unlessOver(error: unknown): undefined {
  if (!String(error).includes(NOT_OPEN)) throw error;
}

export function openEmulatorControl({ urls, secrets }: Stack): EmulatorControl {
  const base = `${urls.stripe ?? ""}/_emulator`;
  const key = secrets.payment?.STRIPE_SECRET_KEY ?? "";
  const ask = async (method: string, path: string, body?: object) => {
    const reply = await fetch(base + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!reply.ok)
      throw new Error(
        `${method} ${path}: ${reply.status} ${await reply.text()}`,
      );
    return reply.json();
  };
  const sessions = async () =>
    ledger.parse(await ask("GET", "/ledger")).sessions;
  return {
    webhooks: async (behaviour) => {
      await ask("PUT", "/webhooks", behaviour);
    },
    fail: async (fault) => {
      await ask("PUT", "/api-faults", fault);
    },
    webhooksUnderWay: async () =>
      pending.parse(await ask("GET", "/webhooks")).pending,
    paid: async () =>
      (await sessions()).flatMap(({ clientReferenceId, paymentStatus }) =>
        clientReferenceId !== null && paymentStatus === "paid"
          ? [clientReferenceId]
          : [],
      ),
    expireCheckout: async (bookingId) => {
      const open = (await sessions()).find(
        ({ clientReferenceId, status }) =>
          clientReferenceId === bookingId && status === "open",
      );
      if (!open) return undefined;
      const expiry = ask("POST", `/sessions/${open.id}/expire`, {});
      return expiry.then(() => open.id, unlessOver);
    },
    payLate: async (sessionId) => {
      await ask("POST", `/sessions/${sessionId}/pay-late`, {});
    },
  };
}
