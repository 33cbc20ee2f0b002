/** What tests and demos tell the emulator to do. Nothing of this exists at Stripe. */
import { json, type RequestHandler, Router } from "express";
import { z } from "zod";
import { apiFaultSchema, type ApiFaults } from "../controls/api-faults.js";
import {
  webhookBehaviourSchema,
  type WebhookRoads,
} from "../controls/webhook-behaviour.js";
import { refused, StripeError } from "../domain/errors.js";
import {
  bankTender,
  cardTender,
  type Tender,
} from "../domain/payment-method.js";
import type { DurableRecords } from "../persistence/durable-records.js";
import { sessionObject } from "../stripe-objects/checkout-session.js";
import type { Desk } from "../use-cases/desk.js";
import { bringExpiryForward } from "../use-cases/expire-session.js";
import { requireSession } from "../use-cases/find-records.js";
import { payExpiredSession } from "../use-cases/pay-expired-session.js";
import { paySession } from "../use-cases/pay-session.js";
import { readLedger } from "../use-cases/read-ledger.js";
import { requireSecretKey } from "./bearer.js";

const card = (number: string): Tender =>
  cardTender({ number, expMonth: 12, expYear: 2099, payerName: "Test Payer" });

const TENDERS = {
  card: card("4242424242424242"),
  card_declined: card("4000000000000002"),
  card_insufficient_funds: card("4000000000009995"),
  card_refund_fails: card("4000000000005126"),
  bank_success: bankTender("succeeded", "Test Payer"),
  bank_failure: bankTender("failed", "Test Payer"),
} as const;

const paySchema = z.strictObject({
  method: z
    .enum([
      "card",
      "card_declined",
      "card_insufficient_funds",
      "card_refund_fails",
      "bank_success",
      "bank_failure",
    ])
    .default("card"),
});

/** Late money is money: what is declined or only on its way contradicts nothing. */
const payLateSchema = z.strictObject({
  method: z.enum(["card", "card_refund_fails"]).default("card"),
});

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

const onlyFromHere: RequestHandler = (req, _res, next) => {
  if (!LOOPBACK.has(req.socket.remoteAddress ?? ""))
    throw new StripeError(403, "invalid_request_error", {
      message: "Loopback only.",
    });
  next();
};

function read<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw refused(z.prettifyError(parsed.error));
}

export interface Controls {
  readonly records: DurableRecords;
  readonly desk: Desk;
  readonly roads: WebhookRoads;
  readonly faults: ApiFaults;
  readonly secretKey: string;
}

/** Serves /_emulator to the holder of the secret key on this machine. */
export function createControls(deps: Controls): Router {
  const { records, desk, roads, faults } = deps;
  const router = Router();
  router.use(
    onlyFromHere,
    requireSecretKey(deps.secretKey),
    json({ limit: "64kb" }),
  );

  router.get("/webhooks", (_req, res) => {
    const deliveries = records.all("delivery");
    const count = (status: string) =>
      deliveries.filter((one) => one.status === status).length;
    res.json({
      behaviour: roads.behaviour(),
      pending: count("pending"),
      lost: count("lost"),
      abandoned: count("abandoned"),
    });
  });
  router.put("/webhooks", (req, res) => {
    roads.change(read(webhookBehaviourSchema, req.body));
    res.json({ behaviour: roads.behaviour() });
  });
  router.get("/deliveries", (_req, res) => {
    const deliveries = records
      .all("delivery")
      .map(({ eventId, status, attempts, createdMs }) => ({
        event: eventId,
        status,
        attempts,
        createdMs,
      }));
    res.json({ deliveries });
  });
  router.get("/api-faults", (_req, res) => {
    res.json({ fault: faults.current() });
  });
  router.put("/api-faults", (req, res) => {
    faults.change(read(apiFaultSchema, req.body));
    res.json({ fault: faults.current() });
  });
  router.get("/ledger", (_req, res) => {
    res.json(readLedger(desk));
  });
  addSessionControls(router, deps);
  return router;
}

function addSessionControls(
  router: Router,
  { records, desk, roads, faults }: Controls,
): void {
  router.post("/sessions/:id/expire", async (req, res) => {
    const session = records.together(() =>
      bringExpiryForward(desk, requireSession(desk, req.params.id)),
    );
    await records.flushed();
    res.json(sessionObject(session, desk.publicUrl));
  });
  router.post("/sessions/:id/pay", async (req, res) => {
    const { method } = read(paySchema, req.body);
    const { session, declined } = records.together(() =>
      paySession(desk, requireSession(desk, req.params.id), TENDERS[method]),
    );
    await records.flushed();
    res.json({
      status: session.status,
      paymentStatus: session.paymentStatus,
      error: declined,
    });
  });
  router.post("/sessions/:id/pay-late", async (req, res) => {
    const { method } = read(payLateSchema, req.body);
    const { session } = records.together(() =>
      payExpiredSession(
        desk,
        requireSession(desk, req.params.id),
        TENDERS[method],
      ),
    );
    await records.flushed();
    res.json({ status: session.status, paymentStatus: session.paymentStatus });
  });
  router.post("/reset", async (_req, res) => {
    roads.change(webhookBehaviourSchema.parse({}));
    faults.change(null);
    await records.clear();
    res.json({ reset: true });
  });
}
