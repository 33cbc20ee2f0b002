/** The whole service on a database of its own, against an emulator of its own. */
import type { Checkout, Refund } from "@rentezy/contracts";
import { openOwnDatabase, type DataSource } from "@rentezy/database";
import { createLifecycle } from "@rentezy/http";
import { createTokenVerifier } from "@rentezy/identity";
import { createMetrics } from "@rentezy/telemetry";
import {
  createTestDatabase,
  createTestIdentity,
  eventually,
  startTestApp,
  type TestApp,
  type TestReply,
} from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { pino } from "pino";
import type { Ledger } from "../emulator/src/use-cases/read-ledger.js";
import {
  startTestEmulator,
  SECRET_KEY,
  WEBHOOK_SECRET,
  type HeardWebhook,
  type TestEmulator,
} from "../emulator/test/emulator.js";
import { createApp, type Resources } from "../src/app.js";
import { schema } from "../src/persistence/schema.js";

const appId = "payment";
const appToken = "shared-with-the-own-sidecar";

export const AMOUNT = 2_500_000;

export type PayingMethod =
  | "card"
  | "card_declined"
  | "card_refund_fails"
  | "bank_success"
  | "bank_failure";

export interface Service {
  readonly app: TestApp;
  /** A second process of the same service. */
  readonly replica: TestApp;
  readonly dataSource: DataSource;
  readonly resources: Resources;
  readonly emulator: TestEmulator;
  /** Everything that was logged. */
  readonly log: () => string;
  /** Lets time pass for the service, not for Stripe. */
  readonly pass: (seconds: number) => void;
  readonly open: (subjectId: string, app?: TestApp) => Promise<TestReply>;
  /** Opens the checkout of a new subject; answers with the subject. */
  readonly opened: () => Promise<string>;
  readonly read: (subjectId: string) => Promise<TestReply>;
  readonly expire: (subjectId: string, app?: TestApp) => Promise<TestReply>;
  readonly refund: (subjectId: string, app?: TestApp) => Promise<TestReply>;
  readonly sweep: (app?: TestApp) => Promise<TestReply>;
  /** Pays at the hosted page. */
  readonly pay: (subjectId: string, method?: PayingMethod) => Promise<void>;
  /** The webhook that the emulator sent about a subject; nothing delivers it but the test. */
  readonly heard: (subjectId: string, type: string) => Promise<HeardWebhook>;
  readonly deliver: (
    webhook: { readonly payload: string; readonly signature: string },
    app?: TestApp,
  ) => Promise<TestReply>;
  /** What the emulator's books say of a subject. */
  readonly sessionsOf: (subjectId: string) => Promise<Ledger["sessions"]>;
  readonly refundsOf: (subjectId: string) => Promise<Ledger["refunds"]>;
  /** Types of what was announced of a subject, in the order in which it will leave. */
  readonly newsOf: (subjectId: string) => Promise<string[]>;
  /** The next requests to Stripe get no answer, or a bad one. */
  readonly breakStripe: (fault: Record<string, unknown>) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const newSubject = (): string => randomUUID();

export const checkoutOf = (reply: TestReply): Checkout =>
  reply.json<{ checkout: Checkout }>().checkout;

export const refundOf = (reply: TestReply): Refund =>
  reply.json<{ refund: Refund }>().refund;

export const codeOf = (reply: TestReply): string =>
  reply.json<{ code: string }>().code;

/** A webhook as it came, to be delivered. */
export const asSent = ({ payload, headers }: HeardWebhook) => ({
  payload,
  signature: String(headers["stripe-signature"]),
});

function environment(databaseUrl: string, stripeUrl: string) {
  return {
    APP_ID: appId,
    APP_HOST: "127.0.0.1",
    APP_PORT: 1,
    APP_API_TOKEN: appToken,
    DAPR_HTTP_PORT: 1,
    DAPR_GRPC_PORT: 1,
    DAPR_API_TOKEN: "unused",
    LOG_LEVEL: "silent",
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: 10,
    JWT_ISSUER: "https://auth.test",
    JWT_AUDIENCE: "rentezy",
    STRIPE_SECRET_KEY: SECRET_KEY,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_API_BASE: stripeUrl,
    STRIPE_TIMEOUT_SECONDS: 5,
    CHECKOUT_RETURN_URL: "https://rentezy.test/home",
    SWEEP_AFTER_SECONDS: 20,
    SWEEP_MAX_INTERVAL_SECONDS: 600,
    SWEEP_BATCH: 10,
    SWEEP_BUDGET_SECONDS: 20,
  } as const;
}

export async function startService(): Promise<Service> {
  const lines: string[] = [];
  const logger = pino(
    { level: "trace" },
    { write: (line: string) => lines.push(line) },
  );
  const lifecycle = createLifecycle(logger);
  const emulator = await startTestEmulator();
  lifecycle.onClose("emulator", emulator.close);
  const database = await createTestDatabase({ appId, ...schema });
  lifecycle.onClose("test database", database.drop);
  const config = environment(database.url, emulator.url());
  const verify = createTokenVerifier(createTestIdentity());
  const clock = { aheadMs: 0 };
  const now = () => new Date(Date.now() + clock.aheadMs);
  const start = async () => {
    const dataSource = await openOwnDatabase(config, schema, lifecycle);
    const metrics = createMetrics(appId);
    const resources = { config, dataSource, verify, now, logger, metrics };
    const app = await startTestApp(createApp(resources), appToken);
    lifecycle.onClose("app", app.close);
    return { app, resources };
  };
  const { app, resources } = await start();
  const { app: replica } = await start();
  return {
    app,
    replica,
    resources,
    dataSource: resources.dataSource,
    emulator,
    log: () => lines.join(""),
    pass: (seconds) => {
      clock.aheadMs += seconds * 1000;
    },
    ...operationsOf(app),
    ...stripeOf(emulator),
    deliver: (webhook, at = app) => deliver(at, webhook),
    newsOf: (subjectId) => newsOf(resources.dataSource, subjectId),
    close: lifecycle.close,
  };
}

async function newsOf(
  dataSource: DataSource,
  subjectId: string,
): Promise<string[]> {
  const rows = await dataSource.query<{ type: string }[]>(
    "SELECT type FROM outbox WHERE aggregate_id = $1 ORDER BY position",
    [subjectId],
  );
  return rows.map(({ type }) => type);
}

function operationsOf(
  first: TestApp,
): Pick<Service, "open" | "opened" | "read" | "expire" | "refund" | "sweep"> {
  const headers = { "dapr-caller-app-id": "booking" };
  const path = (subjectId: string) =>
    `/internal/checkout-sessions/booking/${subjectId}`;
  const open: Service["open"] = (subjectId, app = first) =>
    app.call("/internal/checkout-sessions", {
      method: "POST",
      headers,
      body: {
        purpose: "booking",
        subjectId,
        amountPaise: AMOUNT,
        currency: "INR",
        description: "A room",
      },
    });
  return {
    open,
    opened: async () => {
      const subjectId = newSubject();
      await open(subjectId);
      return subjectId;
    },
    read: (subjectId) => first.call(path(subjectId), { headers }),
    expire: (subjectId, app = first) =>
      app.call(`${path(subjectId)}/expire`, { method: "POST", headers }),
    refund: (subjectId, app = first) =>
      app.call("/internal/refunds", {
        method: "POST",
        headers,
        body: { purpose: "booking", subjectId },
      }),
    sweep: (app = first) =>
      app.call("/events/payment-sweep", { method: "POST" }),
  };
}

function stripeOf(
  emulator: TestEmulator,
): Pick<Service, "pay" | "heard" | "sessionsOf" | "refundsOf" | "breakStripe"> {
  const sessionsOf = async (subjectId: string) => {
    const { sessions } = await emulator.ledger();
    return sessions.filter((each) => each.clientReferenceId === subjectId);
  };
  return {
    sessionsOf,
    pay: async (subjectId, method = "card") => {
      const [session] = await sessionsOf(subjectId);
      const path = `/sessions/${session?.id ?? "none"}/pay`;
      await emulator.control("POST", path, { method });
    },
    refundsOf: async (subjectId) => {
      const [session] = await sessionsOf(subjectId);
      const { refunds } = await emulator.ledger();
      return refunds.filter(
        ({ paymentIntent }) => paymentIntent === session?.paymentIntent,
      );
    },
    heard: (subjectId, type) =>
      eventually(() => {
        const found = emulator.heard.find(
          ({ event, payload }) =>
            event.type === type && payload.includes(subjectId),
        );
        if (!found) throw new Error(`no ${type} was sent`);
        return found;
      }),
    breakStripe: async (fault) => {
      await emulator.control("PUT", "/api-faults", fault);
    },
  };
}

/** As the sidecar passes it on: the body's bytes unchanged. */
async function deliver(
  app: TestApp,
  { payload, signature }: Parameters<Service["deliver"]>[0],
): Promise<TestReply> {
  const reply = await fetch(`${app.url}/public/webhooks/stripe`, {
    method: "POST",
    headers: {
      "dapr-api-token": appToken,
      "dapr-caller-app-id": "gateway-public",
      "content-type": "application/json; charset=utf-8",
      "stripe-signature": signature,
    },
    body: payload,
  });
  const text = await reply.text();
  return {
    status: reply.status,
    headers: reply.headers,
    text,
    json: <Body>() => JSON.parse(text) as Body,
  };
}
