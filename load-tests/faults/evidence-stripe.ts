/** What the emulator has in its books about some bookings: money, sessions and webhooks. */
import type { Stack } from "@rentezy/local";
import { bodyOf, createEdge } from "@rentezy/local/client";
import { z } from "zod";
import type { Evidence, WebhookEntry } from "./told.js";

type Books = Pick<Evidence, "sessions" | "captures" | "givenBack" | "webhooks">;

const ledger = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      paymentStatus: z.string(),
      clientReferenceId: z.string().nullable(),
      paymentIntent: z.string().nullable(),
      created: z.number(),
    }),
  ),
  captures: z.array(
    z.object({
      id: z.string(),
      session: z.string().nullable(),
      amount: z.number(),
    }),
  ),
  refunds: z.array(
    z.object({
      id: z.string(),
      charge: z.string(),
      amount: z.number(),
      status: z.string(),
    }),
  ),
});

const deliveries = z.object({
  deliveries: z.array(
    z.object({
      event: z.string(),
      status: z.string(),
      attempts: z.number(),
      createdMs: z.number(),
    }),
  ),
});

const events = z.object({
  has_more: z.boolean(),
  data: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      created: z.number(),
      data: z.object({
        object: z.object({
          id: z.string(),
          payment_intent: z.string().nullish(),
        }),
      }),
    }),
  ),
});
type StripeEvent = z.infer<typeof events>["data"][number];

/** Asks the emulator, as whoever holds the secret key. */
function asking({ secrets, urls }: Stack) {
  const edge = createEdge(urls.stripe ?? "");
  const token = secrets.payment?.STRIPE_SECRET_KEY ?? "";
  return async <S extends z.ZodType>(path: string, schema: S) =>
    bodyOf(path, await edge(path, { token }), 200, schema);
}
type Ask = ReturnType<typeof asking>;

/** All events that ever happened; Stripe shows a hundred at a time, newest first. */
async function allEvents(ask: Ask): Promise<StripeEvent[]> {
  const found: StripeEvent[] = [];
  for (;;) {
    const last = found.at(-1);
    const after = last ? `&starting_after=${last.id}` : "";
    const page = await ask(`/v1/events?limit=100${after}`, events);
    found.push(...page.data);
    if (!page.has_more || page.data.length === 0) return found;
  }
}

type Delivery = z.infer<typeof deliveries>["deliveries"][number];

/** Best news first: an event is told once one of its webhooks is. */
const STATUSES = ["delivered", "pending", "abandoned", "lost"];

/** How far the telling of an event is. Delivered webhooks may be forgotten, and only those. */
export function toldOf(
  sent: readonly Pick<Delivery, "status" | "attempts">[],
): {
  readonly status: string;
  readonly attempts: number;
} {
  const is = (status: string) => sent.some((one) => one.status === status);
  return {
    status: STATUSES.find(is) ?? "delivered",
    attempts: sent.reduce((sum, { attempts }) => sum + attempts, 0),
  };
}

/** The booking that a session's, an intent's or a charge's id belongs to, if it is ours. */
type Owner = (id: string | null | undefined) => string | undefined;

function ownersIn(
  book: z.infer<typeof ledger>,
  isOurs: (bookingId: string) => boolean,
): Owner {
  const owners = new Map<string, string>();
  for (const { id, clientReferenceId, paymentIntent } of book.sessions) {
    if (clientReferenceId === null || !isOurs(clientReferenceId)) continue;
    owners.set(id, clientReferenceId);
    if (paymentIntent !== null) owners.set(paymentIntent, clientReferenceId);
  }
  for (const { id, session } of book.captures) {
    const owner = owners.get(session ?? "");
    if (owner !== undefined) owners.set(id, owner);
  }
  return (id) => owners.get(id ?? "");
}

/** Keeps what has an owner, with the owner's name. */
function owned<Row, Entry>(
  rows: readonly Row[],
  owner: (row: Row) => string | undefined,
  entry: (row: Row) => Entry,
): (Entry & { readonly bookingId: string })[] {
  return rows.flatMap((row) => {
    const bookingId = owner(row);
    return bookingId === undefined ? [] : [{ ...entry(row), bookingId }];
  });
}

/** Stripe's clock counts seconds. */
const SECOND_MS = 1000;

async function readWebhooks(ask: Ask, owner: Owner): Promise<WebhookEntry[]> {
  const sent = new Map<string, Delivery[]>();
  for (const one of (await ask("/_emulator/deliveries", deliveries)).deliveries)
    sent.set(one.event, [...(sent.get(one.event) ?? []), one]);
  return owned(
    await allEvents(ask),
    ({ data: { object } }) => owner(object.id) ?? owner(object.payment_intent),
    ({ id, type, created }) => ({
      eventId: id,
      type,
      createdAt: sent.get(id)?.[0]?.createdMs ?? created * SECOND_MS,
      ...toldOf(sent.get(id) ?? []),
    }),
  );
}

/** Reads what the books have about bookings that are ours. */
export async function readBooks(
  stack: Stack,
  isOurs: (bookingId: string) => boolean,
): Promise<Books> {
  const ask = asking(stack);
  const book = await ask("/_emulator/ledger", ledger);
  const owner = ownersIn(book, isOurs);
  return {
    sessions: owned(
      book.sessions,
      ({ id }) => owner(id),
      ({ id, status, paymentStatus, created }) => ({
        sessionId: id,
        status,
        paymentStatus,
        createdAt: created * SECOND_MS,
      }),
    ),
    captures: owned(
      book.captures,
      ({ id }) => owner(id),
      ({ id, amount }) => ({ captureId: id, amount }),
    ),
    givenBack: owned(
      book.refunds,
      ({ charge }) => owner(charge),
      ({ id, charge, amount, status }) => ({
        refundId: id,
        captureId: charge,
        amount,
        status,
      }),
    ),
    webhooks: await readWebhooks(ask, owner),
  };
}
