/** The page where a payer pays. Browsers post its form; scripts post the same fields as JSON. */
import { json, type Request, type Response, Router, urlencoded } from "express";
import { z } from "zod";
import { returnUrl } from "../../domain/checkout-session.js";
import {
  type FieldErrors,
  type PaymentForm,
  readPaymentForm,
} from "../../domain/card-form.js";
import type { CheckoutSession, PaymentError } from "../../domain/records.js";
import type { DurableRecords } from "../../persistence/durable-records.js";
import type { Desk } from "../../use-cases/desk.js";
import { findSession } from "../../use-cases/find-records.js";
import { paySession } from "../../use-cases/pay-session.js";
import { closingPage, missingPage } from "./closing-page.js";
import { paymentPage } from "./payment-page.js";
import { STYLE } from "./style.js";

const typed = z.string().max(200).default("");
const formSchema = z.object({
  method: z.enum(["card", "bank_success", "bank_failure"]).default("card"),
  cardNumber: typed,
  expiry: typed,
  cvc: typed,
  name: typed,
});

const EMPTY_FORM = formSchema.parse({});
const UNREADABLE: FieldErrors = { cardNumber: "What was sent cannot be read." };

/** What became of one post. */
interface Outcome {
  readonly session: CheckoutSession;
  readonly form: PaymentForm;
  readonly fieldErrors: FieldErrors;
  readonly declined: PaymentError | null;
}

function pay(desk: Desk, session: CheckoutSession, body: unknown): Outcome {
  const parsed = formSchema.safeParse(body ?? {});
  const form = parsed.success ? parsed.data : EMPTY_FORM;
  const read = parsed.success
    ? readPaymentForm(form, new Date(desk.nowMs()))
    : { errors: UNREADABLE };
  if ("errors" in read) {
    // What was typed does not matter any more once the session is closed.
    const fieldErrors = session.status === "open" ? read.errors : {};
    return { session, form, fieldErrors, declined: null };
  }
  return { ...paySession(desk, session, read.tender), form, fieldErrors: {} };
}

/** A redirect after a form counts as a target of the form, so the way back has to be allowed by name. */
function protect(res: Response, session: CheckoutSession | undefined): void {
  const target =
    session === undefined ? "" : ` ${new URL(session.successUrl).origin}`;
  res.set({
    "Content-Security-Policy": `default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'${target}`,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
}

const statusOf = ({ session, fieldErrors, declined }: Outcome): number => {
  if (session.status === "expired") return 410;
  if (declined !== null) return 402;
  return Object.keys(fieldErrors).length > 0 ? 400 : 200;
};

function sendPage(desk: Desk, res: Response, outcome: Outcome): void {
  const { session, form, fieldErrors, declined } = outcome;
  const page =
    session.status === "open"
      ? paymentPage({
          session,
          form,
          fieldErrors,
          problem: declined?.message ?? null,
        })
      : closingPage(
          session,
          desk.records.get("intent", session.intentId ?? ""),
        );
  res.status(statusOf(outcome)).type("html").send(page);
}

function sendJson(res: Response, outcome: Outcome): void {
  const { session, fieldErrors, declined } = outcome;
  const status = statusOf(outcome);
  if (status === 200) {
    const { paymentStatus } = session;
    res.json({
      status: session.status,
      paymentStatus,
      redirectUrl: returnUrl(session),
    });
    return;
  }
  const error =
    status === 410
      ? {
          code: "session_expired",
          message: "This Checkout Session has expired.",
        }
      : (declined ?? {
          code: "invalid_fields",
          message: "Check the fields.",
          fields: fieldErrors,
        });
  res.status(status).json({ status: session.status, error });
}

/** Serves /c/pay/:id and its style sheet. */
export function createHostedPage({
  desk,
  records,
}: {
  desk: Desk;
  records: DurableRecords;
}): Router {
  const router = Router();
  /** The session of the address; where there is none, the answer says so. */
  const sessionFor = (req: Request<{ id: string }>, res: Response) => {
    const session = records.together(() => findSession(desk, req.params.id));
    protect(res, session);
    if (session === undefined) res.status(404).type("html").send(missingPage());
    return session;
  };

  router.get("/c/pay.css", (_req, res) => {
    res.type("css").set("Cache-Control", "max-age=3600").send(STYLE);
  });

  router.get("/c/pay/:id", (req, res) => {
    const session = sessionFor(req, res);
    if (session === undefined) return;
    sendPage(desk, res, {
      session,
      form: EMPTY_FORM,
      fieldErrors: {},
      declined: null,
    });
  });

  const bodies = [
    urlencoded({ extended: false, limit: "16kb" }),
    json({ limit: "16kb" }),
  ];
  router.post(
    "/c/pay/:id",
    bodies,
    async (req: Request<{ id: string }>, res: Response) => {
      const session = sessionFor(req, res);
      if (session === undefined) return;
      const outcome = records.together(() => pay(desk, session, req.body));
      await records.flushed();
      if (req.is("json") !== false) sendJson(res, outcome);
      else if (outcome.session.status === "complete")
        res.redirect(303, returnUrl(outcome.session));
      else sendPage(desk, res, outcome);
    },
  );
  return router;
}
