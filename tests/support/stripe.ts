import type { Stack } from "@rentezy/local";
import { secretOf, urlOf } from "./stack.js";

interface Ledger {
  readonly sessions: readonly {
    readonly id: string;
    readonly status: string;
    readonly clientReferenceId: string;
  }[];
  readonly captures: readonly {
    readonly session: string;
    readonly amount: number;
  }[];
  /** In paise; `held` is what was captured and not paid back. */
  readonly totals: {
    readonly captured: number;
    readonly refunded: number;
    readonly held: number;
  };
}

/** The emulator's controls, which nobody but its operator may use. */
function controlsOf(stack: Stack) {
  const base = urlOf(stack, "stripe");
  const key = secretOf(stack, "payment", "STRIPE_SECRET_KEY");
  return async <Body>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Body> => {
    const reply = await fetch(`${base}/_emulator${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!reply.ok) {
      throw new Error(`emulator ${method} ${path}: ${await reply.text()}`);
    }
    return (await reply.json()) as Body;
  };
}

/** Pays on the hosted page, as a payer's browser does, with the card that always works. */
async function pay(url: string): Promise<void> {
  const form = new URLSearchParams({
    method: "card",
    cardNumber: "4242 4242 4242 4242",
    expiry: "12 / 34",
    cvc: "123",
    name: "Asha Rao",
  });
  const reply = await fetch(url, {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  if (reply.status !== 303) {
    throw new Error(`the page answered ${reply.status}`);
  }
}

/** The stack's Stripe emulator: its hosted page and its controls. */
export function stripeOf(stack: Stack) {
  const control = controlsOf(stack);
  return {
    pay,
    ledger: () => control<Ledger>("GET", "/ledger"),
    /** How badly webhooks travel from now on; `{}` is well. */
    webhooks: (behaviour: object) =>
      control<unknown>("PUT", "/webhooks", behaviour),
    /** Webhooks that are still to be delivered. */
    webhooksUnderWay: async () =>
      (await control<{ readonly pending: number }>("GET", "/webhooks")).pending,
    sessionOf: async (bookingId: string) => {
      const { sessions } = await control<Ledger>("GET", "/ledger");
      const found = sessions.find(
        ({ clientReferenceId }) => clientReferenceId === bookingId,
      );
      if (!found) throw new Error(`no session of booking ${bookingId}`);
      return found;
    },
    expire: (sessionId: string) =>
      control<unknown>("POST", `/sessions/${sessionId}/expire`),
  };
}
