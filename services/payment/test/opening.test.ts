import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { newCheckout } from "../src/domain/checkout.js";
import { postgresCheckouts } from "../src/persistence/postgres-checkouts.js";
import { createStripeClient } from "../src/stripe/client.js";
import { stripeProvider } from "../src/stripe/provider.js";
import {
  AMOUNT,
  checkoutOf,
  codeOf,
  newSubject,
  startService,
  type Service,
} from "./service.js";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

/** What a process would have written and asked before it died. */
function beforeTheCrash(subjectId: string) {
  const { config, now, logger, dataSource } = service.resources;
  const stripe = createStripeClient({
    secretKey: config.STRIPE_SECRET_KEY,
    apiBase: config.STRIPE_API_BASE,
    timeoutMs: 5_000,
  });
  const wish = { purpose: "booking", currency: "INR" } as const;
  return {
    checkout: newCheckout(
      { ...wish, subjectId, amountPaise: AMOUNT, description: "A room" },
      now(),
    ),
    checkouts: postgresCheckouts(dataSource, {
      pace: { afterSeconds: 20, maxIntervalSeconds: 600 },
      claimSeconds: 60,
      now,
    }),
    provider: stripeProvider({
      stripe,
      returnUrl: config.CHECKOUT_RETURN_URL,
      logger,
    }),
  };
}

describe("opening a checkout", () => {
  it("answers 201 with the hosted page, and 200 with the same when asked again", async () => {
    const subjectId = newSubject();
    const first = await service.open(subjectId);
    expect(first.status).toBe(201);
    const [session] = await service.sessionsOf(subjectId);
    expect(checkoutOf(first)).toEqual({
      purpose: "booking",
      subjectId,
      status: "open",
      paymentStatus: "unpaid",
      url: `${service.emulator.url()}/c/pay/${session?.id ?? ""}`,
      expiresAt: expect.any(String),
      amountPaise: AMOUNT,
      currency: "INR",
    });
    const seconds =
      (Date.parse(checkoutOf(first).expiresAt) - Date.now()) / 1000;
    expect(Math.round(seconds / 60)).toBe(31);
    const again = await service.open(subjectId, service.replica);
    expect(again.status).toBe(200);
    expect(checkoutOf(again)).toEqual(checkoutOf(first));
    expect(await service.sessionsOf(subjectId)).toHaveLength(1);
  });

  it("writes on the session and its payment whose they are", async () => {
    const subjectId = await service.opened();
    await service.pay(subjectId);
    const [session] = await service.sessionsOf(subjectId);
    const { stripe } = service.emulator;
    const seen = await stripe.checkout.sessions.retrieve(session?.id ?? "", {
      expand: ["payment_intent", "line_items"],
    });
    const metadata = { purpose: "booking", subjectId, attempt: "1" };
    expect(seen).toMatchObject({
      client_reference_id: subjectId,
      metadata,
      payment_intent: { metadata, amount: AMOUNT, currency: "inr" },
      line_items: { data: [{ description: "A room", quantity: 1 }] },
      success_url: `https://rentezy.test/home?checkout=done&booking=${subjectId}`,
      cancel_url: `https://rentezy.test/home?checkout=left&booking=${subjectId}`,
    });
  });

  it("makes one session of twenty simultaneous requests at two replicas", async () => {
    const subjectId = newSubject();
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        service.open(subjectId, n % 2 ? service.app : service.replica),
      ),
    );
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(19).fill(200), 201]);
    expect(new Set(replies.map((reply) => checkoutOf(reply).url)).size).toBe(1);
    expect(await service.sessionsOf(subjectId)).toHaveLength(1);
  });

  it("refuses the same subject at another price", async () => {
    const subjectId = await service.opened();
    const reply = await service.app.call("/internal/checkout-sessions", {
      method: "POST",
      headers: { "dapr-caller-app-id": "booking" },
      body: {
        purpose: "booking",
        subjectId,
        amountPaise: AMOUNT + 1,
        currency: "INR",
        description: "A room",
      },
    });
    expect(reply.status).toBe(409);
    expect(codeOf(reply)).toBe("PAYMENT.SUBJECT_MISMATCH");
  });

  it("finds the session again whose answer was lost", async () => {
    const subjectId = newSubject();
    await service.breakStripe({ kind: "timeout-after", next: 3 });
    const lost = await service.open(subjectId);
    expect(lost.status).toBe(503);
    expect(codeOf(lost)).toBe("PAYMENT.PROVIDER_UNAVAILABLE");
    expect(lost.headers.get("retry-after")).toBe("2");
    const [made] = await service.sessionsOf(subjectId);
    const reply = await service.open(subjectId);
    expect(reply.status).toBe(200);
    expect(checkoutOf(reply).url).toContain(made?.id ?? "no session");
    expect(await service.sessionsOf(subjectId)).toHaveLength(1);
  });

  it("uses another key after an error that Stripe would repeat for a day", async () => {
    const subjectId = newSubject();
    await service.breakStripe({ kind: "500", next: 1 });
    expect((await service.open(subjectId)).status).toBe(503);
    const reply = await service.open(subjectId);
    expect(reply.status).toBe(200);
    expect(checkoutOf(reply)).toMatchObject({ status: "open" });
    expect(await service.sessionsOf(subjectId)).toHaveLength(1);
  });
});

describe("a process that dies while it opens a checkout leaves what another finishes", () => {
  it("after the row was written", async () => {
    const subjectId = newSubject();
    const { checkouts, checkout } = beforeTheCrash(subjectId);
    await checkouts.add(checkout);
    const reply = await service.open(subjectId);
    expect(reply.status).toBe(200);
    expect(checkoutOf(reply).url).not.toBeNull();
    expect(await service.sessionsOf(subjectId)).toHaveLength(1);
  });

  it("after it has claimed the row", async () => {
    const subjectId = newSubject();
    const { checkouts, checkout } = beforeTheCrash(subjectId);
    await checkouts.add(checkout);
    expect(await checkouts.claim(checkout)).toBe(true);
    const reply = await service.open(subjectId);
    expect(reply.status).toBe(200);
    expect(checkoutOf(reply).url).not.toBeNull();
  });

  it("after Stripe has made the session", async () => {
    const subjectId = newSubject();
    const { checkouts, checkout, provider } = beforeTheCrash(subjectId);
    await checkouts.add(checkout);
    const { sessionId } = await provider.openSession(checkout);
    const reply = await service.open(subjectId);
    expect(checkoutOf(reply).url).toContain(sessionId);
    expect(await service.sessionsOf(subjectId)).toHaveLength(1);
  });

  it("and the sweeper does so when nobody asks again", async () => {
    const subjectId = newSubject();
    const { checkouts, checkout } = beforeTheCrash(subjectId);
    await checkouts.add(checkout);
    service.pass(21);
    await service.sweep();
    expect(checkoutOf(await service.read(subjectId)).url).not.toBeNull();
    expect(await service.sessionsOf(subjectId)).toHaveLength(1);
  });

  it("and the sweeper closes what nobody asked for within a session's life", async () => {
    const subjectId = newSubject();
    const { checkouts, checkout, provider } = beforeTheCrash(subjectId);
    await checkouts.add(checkout);
    await provider.openSession(checkout);
    service.pass(32 * 60);
    await service.sweep();
    const reply = await service.read(subjectId);
    expect(checkoutOf(reply)).toMatchObject({ status: "expired", url: null });
    const [session] = await service.sessionsOf(subjectId);
    expect(session?.status).toBe("expired");
    expect(await service.newsOf(subjectId)).toEqual(["payment.expired.v1"]);
  });
});
