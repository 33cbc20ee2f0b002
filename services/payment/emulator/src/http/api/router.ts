import { type ErrorRequestHandler, Router, urlencoded } from "express";
import type { Logger } from "pino";
import type { ApiFaults } from "../../controls/api-faults.js";
import { serverError, StripeError } from "../../domain/errors.js";
import type { DurableRecords } from "../../persistence/durable-records.js";
import { API_VERSION } from "../../stripe-objects/event.js";
import type { Desk } from "../../use-cases/desk.js";
import { requireSecretKey } from "../bearer.js";
import * as sessions from "./checkout-sessions.js";
import { listEvents, retrieveEvent } from "./events.js";
import { retrievePaymentIntent } from "./payment-intents.js";
import { createRefund, listRefunds, retrieveRefund } from "./refunds.js";
import { createApiServer } from "./serve.js";

/** Stripe's API, as much of it as RentEzy uses. */
export function createApiRouter(deps: {
  records: DurableRecords;
  desk: Desk;
  faults: ApiFaults;
  secretKey: string;
  logger: Logger;
}): Router {
  const { desk } = deps;
  const serve = createApiServer(deps);
  const router = Router();
  router.use((_req, res, next) => {
    res.set({ "Request-Id": desk.newId("req"), "Stripe-Version": API_VERSION });
    next();
  });
  router.use(requireSecretKey(deps.secretKey));
  router.use(urlencoded({ extended: true, limit: "256kb" }));

  router.post(
    "/v1/checkout/sessions",
    serve(sessions.createCheckoutSession(desk)),
  );
  router.get(
    "/v1/checkout/sessions",
    serve(sessions.listCheckoutSessions(desk)),
  );
  router.get(
    "/v1/checkout/sessions/:id",
    serve(sessions.retrieveCheckoutSession(desk)),
  );
  router.post(
    "/v1/checkout/sessions/:id/expire",
    serve(sessions.expireCheckoutSession(desk)),
  );
  router.get("/v1/payment_intents/:id", serve(retrievePaymentIntent(desk)));
  router.post("/v1/refunds", serve(createRefund(desk)));
  router.get("/v1/refunds", serve(listRefunds(desk)));
  router.get("/v1/refunds/:id", serve(retrieveRefund(desk)));
  router.get("/v1/events", serve(listEvents(desk)));
  router.get("/v1/events/:id", serve(retrieveEvent(desk)));

  router.use((req) => {
    throw new StripeError(404, "invalid_request_error", {
      message: `Unrecognized request URL (${req.method}: ${req.path}).`,
    });
  });
  return router;
}

/** Answers refusals in Stripe's shape; anything unexpected goes to the log and is a plain 500 outside. */
export function stripeErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const known =
      error instanceof StripeError
        ? error
        : (unreadable(error) ?? serverError());
    if (known.status >= 500) logger.error({ err: error }, "request failed");
    res.status(known.status).json(known.body());
  };
}

/** The body parser's refusals carry a status below 500. */
function unreadable(error: unknown): StripeError | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if (!("status" in error) || typeof error.status !== "number")
    return undefined;
  if (error.status >= 500) return undefined;
  const message = "Invalid request: the body cannot be read.";
  return new StripeError(
    error.status,
    "invalid_request_error",
    { message },
    false,
  );
}
