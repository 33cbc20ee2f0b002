/** What people do with a booking once they have it. Each ends a life of a booking in another way. */
import type { Answer, Credentials } from "@rentezy/local/client";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Random } from "./random.js";
import type { Ask } from "./retrying-client.js";
import type { EmulatorControl } from "./emulator-control.js";

/** A tenant with a booking. */
export interface BookingContext {
  readonly ask: Ask;
  readonly credentials: Credentials;
  readonly token: string;
  readonly roomId: string;
  readonly bookingId: string;
  readonly holdExpiresAtMs: number;
  readonly stripe: EmulatorControl;
  readonly random: Random;
}

type Behaviour = (context: BookingContext) => Promise<void>;

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
async function findPage(context: BookingContext): Promise<string | undefined> {
  const path = `${BOOKINGS}/${context.bookingId}/checkout`;
  while (Date.now() < context.holdExpiresAtMs) {
    const answer = await context.ask(path, { token: context.token });
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
async function submitPayment(url: string, fields: object): Promise<void> {
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
  (...tries: readonly object[]): Behaviour =>
  async (context) => {
    const url = await findPage(context);
    if (url === undefined) return;
    for (const fields of tries) await submitPayment(url, fields);
  };

const cancel: Behaviour = async ({ ask, token, bookingId }) => {
  const path = `${BOOKINGS}/${bookingId}/cancel`;
  const answer = await ask(path, { method: "POST", token });
  expectOf("a cancellation", answer, [200, 202, 409]);
};

/** So far from the end of the hold, at most, things are done at its edge, in milliseconds. */
const AROUND_END_MS = 400;

const untilHoldEnds = ({
  holdExpiresAtMs,
  random,
}: BookingContext): Promise<void> =>
  sleep(
    Math.max(
      0,
      holdExpiresAtMs -
        Date.now() +
        random.between(-AROUND_END_MS, AROUND_END_MS),
    ),
  );

const payAsHoldEnds: Behaviour = async (context) => {
  const url = await findPage(context);
  if (url === undefined) return;
  await untilHoldEnds(context);
  await submitPayment(url, byCard(GOOD_CARD));
};

const cancelAsHoldEnds: Behaviour = async (context) => {
  await untilHoldEnds(context);
  await cancel(context);
};

/** Clicks one thing and the other in two tabs. */
const cancelWhilePaying: Behaviour = async (context) => {
  const url = await findPage(context);
  if (url === undefined) return;
  await Promise.all([submitPayment(url, byCard(GOOD_CARD)), cancel(context)]);
};

const expireCheckout: Behaviour = async (context) => {
  if ((await findPage(context)) !== undefined)
    await context.stripe.expireCheckout(context.bookingId);
};

/** How late late money is at most, in milliseconds: long enough for somebody else to take the room. */
const MOST_LATE_MS = 8_000;

/** Money arrives when nobody expects it any more. */
const payAfterExpiry: Behaviour = async (context) => {
  if ((await findPage(context)) === undefined) return;
  const session = await context.stripe.expireCheckout(context.bookingId);
  await sleep(context.random.between(0, MOST_LATE_MS));
  if (session !== undefined) await context.stripe.payLate(session);
};

const payByCard = payWith(byCard(GOOD_CARD));

/** Reads what there is to read, also of services that a booking does not need. */
const lookAroundAndPay: Behaviour = async (context) => {
  const { ask, token, roomId } = context;
  const pages = {
    "/api/public/property/properties": {},
    [`/api/public/booking/rooms/${roomId}/availability`]: {},
    [BOOKINGS]: { token },
    "/api/auth/me": { token },
  };
  for (const [path, request] of Object.entries(pages))
    expectOf(path, await ask(path, request), [200]);
  await payByCard(context);
};

const grant = z.object({ accessToken: z.string() });

/** Comes back on another device. */
const signInAndPay: Behaviour = async (context) => {
  const { email, password } = context.credentials;
  const path = "/api/public/auth/login";
  const body = { email, password };
  const answer = await context.ask(path, { method: "POST", body });
  expectOf("a sign-in", answer, [200]);
  if (!answer) return;
  const { accessToken: token } = grant.parse(answer.body);
  await payByCard({ ...context, token });
};

const abandon: Behaviour = async () => {};

export const behaviours: Readonly<Record<string, Behaviour>> = {
  pays: payByCard,
  "looks around and pays": lookAroundAndPay,
  "signs in again and pays": signInAndPay,
  "pays after a decline": payWith(byCard(DECLINED_CARD), byCard(GOOD_CARD)),
  "pays twice": payWith(byCard(GOOD_CARD), byCard(GOOD_CARD)),
  "is declined": payWith(byCard(DECLINED_CARD)),
  "pays from a bank": payWith({ method: "bank_success" }),
  "pays from an empty account": payWith({ method: "bank_failure" }),
  "pays at the edge of the hold": payAsHoldEnds,
  "pays after the end": payAfterExpiry,
  cancels: cancel,
  "cancels at the edge of the hold": cancelAsHoldEnds,
  "cancels while paying": cancelWhilePaying,
  "lets the page expire": expireCheckout,
  leaves: abandon,
};
