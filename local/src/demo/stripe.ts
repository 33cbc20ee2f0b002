/** The emulator's controls: what at Stripe takes days, accidents or a bank. */
import { z } from "zod";
import { bodyOf, createEdge } from "../client/index.js";

const ledger = z.object({
  sessions: z.array(
    z.object({ id: z.string(), clientReferenceId: z.string().nullable() }),
  ),
  captures: z.array(
    z.object({
      session: z.string().nullable(),
      paymentIntent: z.string(),
      amount: z.int(),
    }),
  ),
  refunds: z.array(
    z.object({
      paymentIntent: z.string(),
      amount: z.int(),
      status: z.string(),
    }),
  ),
});
export type Ledger = z.infer<typeof ledger>;

/** What was taken for one booking and given back, in paise. */
export interface Money {
  readonly captured: number;
  readonly refunded: number;
}

const sum = (amounts: readonly { readonly amount: number }[]): number =>
  amounts.reduce((total, { amount }) => total + amount, 0);

/** The money of one booking, whose id is its sessions' client reference. */
export function moneyOf(book: Ledger, bookingId: string): Money {
  const sessions = book.sessions
    .filter(({ clientReferenceId }) => clientReferenceId === bookingId)
    .map(({ id }) => id);
  const captures = book.captures.filter(
    ({ session }) => session !== null && sessions.includes(session),
  );
  const intents = captures.map(({ paymentIntent }) => paymentIntent);
  const refunds = book.refunds.filter(
    ({ paymentIntent, status }) =>
      intents.includes(paymentIntent) && status === "succeeded",
  );
  return { captured: sum(captures), refunded: sum(refunds) };
}

/** The checkout session that a hosted page belongs to. */
export const sessionOf = (pageUrl: string): string =>
  new URL(pageUrl).pathname.split("/").at(-1) ?? "";

const paid = z.object({ status: z.string(), paymentStatus: z.string() });
const session = z.object({ status: z.string() });

export interface Stripe {
  readonly ledger: () => Promise<Ledger>;
  /** Pretends that the session's 30 minutes are over. */
  readonly expire: (sessionId: string) => Promise<string>;
  /** Takes the money of a session that has expired. */
  readonly payLate: (sessionId: string) => Promise<string>;
}

/** Steers the emulator at `url`, which knows its masters by the secret key. */
export function createStripe(url: string, secretKey: string): Stripe {
  const edge = createEdge(`${url}/_emulator`);
  const post = async <S extends z.ZodType>(path: string, schema: S) =>
    bodyOf(
      path,
      await edge(path, { method: "POST", token: secretKey, body: {} }),
      200,
      schema,
    );
  return {
    ledger: async () =>
      bodyOf(
        "/ledger",
        await edge("/ledger", { token: secretKey }),
        200,
        ledger,
      ),
    expire: async (id) =>
      (await post(`/sessions/${id}/expire`, session)).status,
    payLate: async (id) =>
      (await post(`/sessions/${id}/pay-late`, paid)).paymentStatus,
  };
}
