import { createServer, type RequestListener } from "node:http";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import express, { type Express } from "express";
import type { Logger } from "pino";
import type { Config } from "./config.js";
import { createApiFaults } from "./controls/api-faults.js";
import { createWebhookRoads } from "./controls/webhook-behaviour.js";
import { startDueWork } from "./due-work.js";
import { createApiRouter, stripeErrors } from "./http/api/router.js";
import { createControls } from "./http/controls.js";
import { createHostedPage } from "./http/pages/hosted-page.js";
import { logRequests } from "./http/request-log.js";
import { closeServer, listen, refuseForNow } from "./http/server.js";
import { newId } from "./new-id.js";
import {
  type DurableRecords,
  openRecords,
} from "./persistence/durable-records.js";
import type { Desk } from "./use-cases/desk.js";
import { createDispatcher } from "./webhooks/dispatcher.js";
import { createPostWebhook } from "./webhooks/post-webhook.js";

export interface Emulator {
  /** Where it listens. */
  readonly url: string;
  /** Finishes what is under way, keeps the rest for the next start. */
  readonly close: () => Promise<void>;
}

/** Replays the journal, listens, and goes on with whatever was due. */
export async function startEmulator(
  config: Config,
  logger: Logger,
): Promise<Emulator> {
  const closers: (() => Promise<void> | void)[] = [];
  const nowMs = Date.now;

  // The port first: a second emulator must fail before it touches the first one's journal.
  const server = createServer();
  let answer: RequestListener = refuseForNow;
  server.on("request", (req, res) => answer(req, res));
  const url = await listen(server, config);

  await mkdir(dirname(config.STATE_FILE), { recursive: true });
  const records = await openRecords(config.STATE_FILE, nowMs);
  closers.push(() => records.close());

  const roads = createWebhookRoads({ nowMs, random: Math.random });
  const desk: Desk = {
    records,
    newId,
    nowMs,
    slowPaymentMs: config.SLOW_PAYMENT_SECONDS * 1000,
    publicUrl: (config.PUBLIC_URL ?? url).replace(/\/+$/, ""),
    planDeliveries: roads.plan,
  };

  const dispatcher = createDispatcher({
    records,
    postWebhook: createPostWebhook({
      webhookUrl: config.WEBHOOK_URL,
      webhookSecret: config.STRIPE_WEBHOOK_SECRET,
      nowMs,
    }),
    nowMs,
    logger,
  });
  closers.push(() => dispatcher.close());
  const dueWork = startDueWork({ records, desk, sendWebhook: dispatcher.send });
  closers.push(() => dueWork.close());

  answer = createApp({ config, logger, records, desk, roads });
  closers.push(() => closeServer(server));

  return {
    url,
    close: async () => {
      for (const close of closers.reverse()) await close();
    },
  };
}

function createApp(deps: {
  config: Config;
  logger: Logger;
  records: DurableRecords;
  desk: Desk;
  roads: ReturnType<typeof createWebhookRoads>;
}): Express {
  const { config, logger } = deps;
  const faults = createApiFaults();
  const secretKey = config.STRIPE_SECRET_KEY;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "extended");
  app.use(logRequests(logger));
  app.get("/healthz", (_req, res) => {
    res.json({ status: "ok" });
  });
  app.use(createHostedPage(deps));
  app.use("/_emulator", createControls({ ...deps, faults, secretKey }));
  app.use(createApiRouter({ ...deps, faults, secretKey }));
  app.use(stripeErrors(logger));
  return app;
}
