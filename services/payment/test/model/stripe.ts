/**
 * The part of Stripe used here, small enough to be run a thousand times with any order of things. It is
 * laxer than the real one where that is the harder trial: it refunds whenever it is asked with a new key.
 */
import type { SeenRefund, SeenSession } from "../../src/domain/checkout.js";
import { ProviderRefusal } from "../../src/domain/errors.js";
import type { StripeNews } from "../../src/use-cases/apply-stripe-event.js";
import type { PaymentProvider, Whose } from "../../src/use-cases/ports.js";
import type { Call } from "./network.js";

/** Stripe refuses a session that ends sooner. */
const SHORTEST_SESSION_MS = 30 * 60_000;

type Changeable<Seen> = { -readonly [Key in keyof Seen]: Seen[Key] };

export interface Session extends Changeable<SeenSession> {
  /** A slow method is under way. */
  processing: boolean;
  /** Captured after it was told to be expired. */
  late: boolean;
}

export interface Webhook {
  readonly id: string;
  readonly news: StripeNews;
  /** It tells that a refund was taken back, about which nobody would ask; Stripe repeats it until it is heard. */
  readonly indispensable: boolean;
}

/** Stripe's books, and webhooks under way. */
export interface Books {
  readonly amountPaise: number;
  readonly whose: Whose;
  readonly now: () => number;
  readonly sessions: Session[];
  readonly refunds: Changeable<SeenRefund>[];
  readonly webhooks: Webhook[];
  told: number;
  /** Sessions that Stripe made although it answered that it had failed. */
  disownedSessions: number;
}

function tell(books: Books, news: StripeNews, indispensable = false): void {
  books.told += 1;
  books.webhooks.push({ id: `evt_${books.told}`, news, indispensable });
}

/** What Stripe shows of a session, as it is now. */
const seen = (session: Session): SeenSession => ({
  sessionId: session.sessionId,
  attempt: session.attempt,
  status: session.status,
  money: session.money,
  url: session.url,
  expiresAt: session.expiresAt,
  paymentIntentId: session.paymentIntentId,
});

function tellSession(books: Books, session: Session): void {
  const { whose } = books;
  tell(books, { kind: "session", whose, seen: seen(session) });
}

function tellRefund(
  books: Books,
  refund: SeenRefund,
  indispensable = false,
): void {
  const { whose } = books;
  const news = { kind: "refund", whose, seen: { ...refund } } as const;
  tell(books, news, indispensable);
  tell(books, { kind: "hint", whose });
}

function found<Item>(item: Item | undefined): Item {
  if (!item) throw new ProviderRefusal(404);
  return item;
}

/** Stripe as the stories see it. */
export function providerOf(books: Books, call: Call): PaymentProvider {
  const { sessions, refunds } = books;
  const sessionBy = (id: string) =>
    found(sessions.find(({ sessionId }) => sessionId === id));
  return {
    openSession: ({ attempt, expiresAt }) =>
      call("open session", `checkout:${attempt}`, () => {
        const shortest = books.now() + SHORTEST_SESSION_MS;
        if (expiresAt.getTime() < shortest) throw new ProviderRefusal(400);
        const session = newSession(sessions.length + 1, attempt, expiresAt);
        sessions.push(session);
        return seen(session);
      }),
    readSession: (id) =>
      call("read session", undefined, () => seen(sessionBy(id))),
    expireSession: (_subject, id) =>
      call("expire session", undefined, () => {
        const session = sessionBy(id);
        if (session.status !== "open") throw new ProviderRefusal(400);
        expire(books, session);
        return seen(session);
      }),
    refund: ({ refundAttempt }, paymentIntentId) =>
      call("refund", `refund:${refundAttempt}`, () => {
        const refund = newRefund(books, refundAttempt, paymentIntentId);
        refunds.push(refund);
        tellRefund(books, refund);
        return { ...refund };
      }),
    listRefunds: () =>
      call("list refunds", undefined, () =>
        refunds.map((each) => ({ ...each })),
      ),
  };
}

const newSession = (
  number: number,
  attempt: number,
  expiresAt: Date,
): Session => ({
  sessionId: `cs_${number}`,
  attempt,
  status: "open",
  money: "unpaid",
  url: `https://pay.test/cs_${number}`,
  // Stripe counts in seconds.
  expiresAt: new Date(Math.floor(expiresAt.getTime() / 1000) * 1000),
  paymentIntentId: null,
  processing: false,
  late: false,
});

/** Every other refund takes its time. */
function newRefund(books: Books, attempt: number, paymentIntentId: string) {
  const captured = books.sessions.some(
    (each) => each.paymentIntentId === paymentIntentId && each.money === "paid",
  );
  if (!captured) throw new ProviderRefusal(400);
  const number = books.refunds.length + 1;
  return {
    refundId: `re_${number}`,
    attempt,
    status: number % 2 === 0 ? ("succeeded" as const) : ("pending" as const),
    amountPaise: books.amountPaise,
  };
}

export function expire(books: Books, session: Session): void {
  session.status = "expired";
  session.url = null;
  tellSession(books, session);
}

/** The payer finishes the hosted page: with the money, or with a method that will tell later. */
export function pay(
  books: Books,
  session: Session,
  how: "at once" | "slowly",
): void {
  session.late = session.status === "expired";
  session.status = "complete";
  session.url = null;
  session.paymentIntentId = `pi_${session.sessionId}`;
  session.processing = how === "slowly";
  if (how === "at once") session.money = "paid";
  tellSession(books, session);
}

/** The slow method has spoken. */
export function settle(
  books: Books,
  session: Session,
  money: "paid" | "failed",
): void {
  session.processing = false;
  session.money = money;
  tellSession(books, session);
}

/** The bank has answered; a success can be taken back later, of which only a webhook tells. */
export function settleRefund(
  books: Books,
  refund: Changeable<SeenRefund>,
  status: "succeeded" | "failed",
): void {
  const isTakenBack = refund.status === "succeeded";
  refund.status = status;
  tellRefund(books, refund, isTakenBack);
}
