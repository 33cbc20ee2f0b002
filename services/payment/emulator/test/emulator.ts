/** An emulator of its own for a suite, the official client that drives it, and an endpoint that hears its webhooks. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino, type Logger } from "pino";
import Stripe from "stripe";
import { type Emulator, startEmulator } from "../src/app.js";
import { type Config, readConfig } from "../src/config.js";
import type { Ledger } from "../src/use-cases/read-ledger.js";

export const SECRET_KEY = "sk_test_emulatorTests0001";
export const WEBHOOK_SECRET = "whsec_emulatorTests0001";

export interface HeardWebhook {
  readonly payload: string;
  readonly headers: IncomingHttpHeaders;
  readonly event: Stripe.Event;
}

export interface TestEmulator {
  readonly stripe: Stripe;
  readonly url: () => string;
  readonly heard: readonly HeardWebhook[];
  readonly heardTypes: () => string[];
  /** Everything that was logged. */
  readonly log: () => string;
  readonly config: Config;
  /** How the webhook endpoint answers from now on. */
  readonly answerWebhooks: (status: number) => void;
  /** Calls a control; the answer's JSON. */
  readonly control: (
    method: string,
    path: string,
    body?: object,
  ) => Promise<unknown>;
  readonly ledger: () => Promise<Ledger>;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function startEndpoint() {
  const heard: HeardWebhook[] = [];
  let status = 200;
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const payload = Buffer.concat(chunks).toString();
      const event = JSON.parse(payload) as Stripe.Event;
      heard.push({ payload, headers: req.headers, event });
      res.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    heard,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    answer: (next: number) => {
      status = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

const clientOf = (url: string): Stripe => {
  const { hostname, port } = new URL(url);
  return new Stripe(SECRET_KEY, {
    host: hostname,
    port,
    protocol: "http",
    maxNetworkRetries: 0,
    timeout: 10_000,
    telemetry: false,
  });
};

/** Calls a control of the emulator; throws what it refuses. */
async function callControl(
  url: string,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${url}/_emulator${path}`, {
    method,
    headers: {
      authorization: `Bearer ${SECRET_KEY}`,
      "content-type": "application/json",
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

/** Starts and stops an emulator whose address and state stay the same all along. */
async function restartable(
  environment: Record<string, string>,
  logger: Logger,
) {
  let emulator: Emulator | undefined;
  const start = async () => {
    emulator = await startEmulator(readConfig(environment), logger);
    environment.PORT = new URL(emulator.url).port;
  };
  await start();
  return {
    url: () => {
      if (emulator === undefined) throw new Error("the emulator is stopped");
      return emulator.url;
    },
    start,
    stop: async () => {
      await emulator?.close();
      emulator = undefined;
    },
  };
}

/** Starts with an empty state, told to wait 2 s for banks. */
export async function startTestEmulator(): Promise<TestEmulator> {
  const folder = await mkdtemp(join(tmpdir(), "stripe-emulator-"));
  const endpoint = await startEndpoint();
  const lines: string[] = [];
  const logger = pino(
    { level: "debug" },
    { write: (line: string) => lines.push(line) },
  );
  const environment: Record<string, string> = {
    PORT: "0",
    STRIPE_SECRET_KEY: SECRET_KEY,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    WEBHOOK_URL: endpoint.url,
    STATE_FILE: join(folder, "state.jsonl"),
    SLOW_PAYMENT_SECONDS: "2",
  };
  const emulator = await restartable(environment, logger).catch(
    async (error: unknown) => {
      await endpoint.close();
      throw error;
    },
  );
  const control: TestEmulator["control"] = (method, path, body) =>
    callControl(emulator.url(), method, path, body);
  return {
    stripe: clientOf(emulator.url()),
    url: emulator.url,
    heard: endpoint.heard,
    heardTypes: () => endpoint.heard.map(({ event }) => event.type),
    log: () => lines.join(""),
    config: readConfig(environment),
    answerWebhooks: endpoint.answer,
    control,
    ledger: async () => (await control("GET", "/ledger")) as Ledger,
    stop: emulator.stop,
    start: emulator.start,
    close: async () => {
      await emulator.stop();
      await endpoint.close();
      await rm(folder, { recursive: true });
    },
  };
}
