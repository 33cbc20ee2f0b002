import type { Described } from "@rentezy/http";
import express, { Router } from "express";
import { z } from "zod";
import { signatureInvalid } from "../domain/errors.js";
import type { SignedWebhook } from "../use-cases/apply-stripe-event.js";
import type { Stories } from "../use-cases/stories.js";

/** Far more than any event of Stripe. */
const BODY_LIMIT_BYTES = 256 * 1024;

type ReadWebhook = (body: Buffer, signature: string) => SignedWebhook;

const PATH = "/public/webhooks/stripe";

/** The operation as the API's document tells it. */
export const stripeWebhookOperation: Described = {
  method: "post",
  path: PATH,
  summary: "Hear from Stripe; the body bears its signature",
  access: { kind: "public" },
  headers: z.object({ "stripe-signature": z.string() }),
  body: z.looseObject({ id: z.string(), type: z.string() }),
  replies: { 200: z.object({ received: z.literal(true) }) },
};

/**
 * Serves Stripe's webhooks. The signature covers the body's bytes, so nothing may parse it before.
 * Stripe hears 200 only when everything that follows from the event is committed.
 */
export function stripeWebhookRoute(
  { applyStripeEvent }: Stories,
  readWebhook: ReadWebhook,
): Router {
  const router = Router();
  router.post(
    PATH,
    express.raw({ limit: BODY_LIMIT_BYTES, type: () => true }),
    async (request, response) => {
      const body: unknown = request.body;
      const signature = request.get("stripe-signature");
      if (!Buffer.isBuffer(body) || signature === undefined)
        throw signatureInvalid();
      const { webhook, news } = readWebhook(body, signature);
      await applyStripeEvent(webhook, news);
      response.json({ received: true });
    },
  );
  return router;
}
