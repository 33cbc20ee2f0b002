/** What people do with a booking once they have it. Each ends a life of a booking in another way. */
import type { Answer } from "@rentezy/local/client";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Dice } from "./dice.js";
import type { Ask } from "./patience.js";
import type { StripeDesk } from "./stripe.js";

/** A tenant with a booking. */
export interface Stay {
  readonly ask: Ask;
  readonly token: string;
  readonly bookingId: string;
  readonly holdExpiresAtMs: number;
  readonly stripe: StripeDesk;
  readonly dice: Dice;
}

type Way = (stay: Stay) => Promise<void>;

const BOOKINGS = "/api/booking/bookings";

const checkout = z.object({ url: z.url() });

/** Throws unless the answer is one of these, or none: who was never answered is counted where they ask. */
function expectOf(
  what: string,
  answer: Answer | undefined,
  expected: readonly number[],
): void {
  if (answer && !expected.includes(answer.status))
    throw new Error(`${what} was answered ${answer.status}`);
}

/** Waits for the page to pay on; undefined when the booking is over before there is one. */
async function findPage(stay: Stay): Promise<string | undefined> {
  const path = `${BOOKINGS}/${stay.bookingId}/checkout`;
  while (Date.now() < stay.holdExpiresAtMs) {
    const answer = await stay.ask(path, { token: stay.token });
    expectOf("the checkout", answer, [200, 202, 409]);
    if (answer?.status === 200) return checkout.parse(answer.body).url;
    if (answer?.status !== 202) return undefined;
  }
  return undefined;
}

const GOOD_CARD = "4242 4242 4242 4242";
const DECLINED_CARD = "4000 0000 0000 0002";

const byCard = (cardNumber: string) => ({
  method: "card",
  cardNumber,
  expiry: "12 / 34",
  cvc: "123",
  name: "Asha Rao",
});

/** Stripe's own page is never broken here; it may say no, and that the time is over. */
async function fillIn(url: string, fields: object): Promise<void> {
  const reply = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fields),
  });
  await reply.body?.cancel();
  if (reply.status >= 500)
    throw new Error(`Stripe's page answered ${reply.status}`);
}

const payWith =
  (...tries: readonly object[]): Way =>
  async (stay) => {
    const url = await findPage(stay);
    if (url === undefined) return;
    for (const fields of tries) await fillIn(url, fields);
  };

const cancel: Way = async ({ ask, token, bookingId }) => {
  const path = `${BOOKINGS}/${bookingId}/cancel`;
  const answer = await ask(path, { method: "POST", token });
  expectOf("a cancellation", answer, [200, 202, 409]);
};

/** So far from the end of the hold, at most, things are done at its edge, in milliseconds. */
const EDGE_MS = 400;

const untilTheEdge = ({ holdExpiresAtMs, dice }: Stay): Promise<void> =>
  sleep(
    Math.max(0, holdExpiresAtMs - Date.now() + dice.between(-EDGE_MS, EDGE_MS)),
  );

const payAtTheEdge: Way = async (stay) => {
  const url = await findPage(stay);
  if (url === undefined) return;
  await untilTheEdge(stay);
  await fillIn(url, byCard(GOOD_CARD));
};

const cancelAtTheEdge: Way = async (stay) => {
  await untilTheEdge(stay);
  await cancel(stay);
};

/** Clicks one thing and the other in two tabs. */
const cancelWhilePaying: Way = async (stay) => {
  const url = await findPage(stay);
  if (url === undefined) return;
  await Promise.all([fillIn(url, byCard(GOOD_CARD)), cancel(stay)]);
};

const letThePageExpire: Way = async (stay) => {
  if ((await findPage(stay)) !== undefined)
    await stay.stripe.expireCheckout(stay.bookingId);
};

/** How late late money is at most, in milliseconds: long enough for somebody else to take the room. */
const MOST_LATE_MS = 8_000;

/** Money arrives when nobody expects it any more. */
const payAfterTheEnd: Way = async (stay) => {
  if ((await findPage(stay)) === undefined) return;
  const session = await stay.stripe.expireCheckout(stay.bookingId);
  await sleep(stay.dice.between(0, MOST_LATE_MS));
  if (session !== undefined) await stay.stripe.payLate(session);
};

const leave: Way = async () => {};

export const ways: Readonly<Record<string, Way>> = {
  pays: payWith(byCard(GOOD_CARD)),
  "pays after a decline": payWith(byCard(DECLINED_CARD), byCard(GOOD_CARD)),
  "pays twice": payWith(byCard(GOOD_CARD), byCard(GOOD_CARD)),
  "is declined": payWith(byCard(DECLINED_CARD)),
  "pays from a bank": payWith({ method: "bank_success" }),
  "pays from an empty account": payWith({ method: "bank_failure" }),
  "pays at the edge of the hold": payAtTheEdge,
  "pays after the end": payAfterTheEnd,
  cancels: cancel,
  "cancels at the edge of the hold": cancelAtTheEdge,
  "cancels while paying": cancelWhilePaying,
  "lets the page expire": letThePageExpire,
  leaves: leave,
};
