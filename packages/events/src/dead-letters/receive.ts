import { whyUnreadable, type Handlers } from "@rentezy/dapr";
import type { DataSource } from "@rentezy/database";
import type { Logger, Metrics } from "@rentezy/telemetry";
import type { RequestHandler } from "express";
import type { Failures } from "./failures.js";
import { openLetter, typeLabel, type Letter } from "./letter.js";
import { keepLetter } from "./store.js";

export interface LetterDesk {
  readonly dataSource: DataSource;
  /** Of all subscriptions of the service. */
  readonly handlers: Handlers;
  readonly failures: Failures;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Serves the deliveries of the service's own dead letter topic. Every letter is kept, whatever it
 * holds; only a database that is away has it come again. Never DROP: this is where dropped events go.
 */
export function receiveLetters(desk: LetterDesk): RequestHandler {
  return async (request, response) => {
    const letter = openLetter(request.body);
    try {
      await file(desk, letter);
      response.json({ status: "SUCCESS" });
    } catch (error) {
      const { eventId } = letter;
      desk.logger.error({ err: error, eventId }, "a dead letter is not stored");
      response.json({ status: "RETRY" });
    }
  };
}

async function file(desk: LetterDesk, letter: Letter): Promise<void> {
  const { dataSource, handlers, failures, logger, metrics } = desk;
  const { eventId, topic, type } = letter;
  const remembered =
    eventId === null ? undefined : await failures.recall(eventId);
  const reason =
    whyUnreadable(handlers, letter.event) ?? remembered?.reason ?? "unknown";
  const attempts = remembered?.attempts ?? null;
  if (!(await keepLetter(dataSource, letter, { reason, attempts }))) return;
  metrics.deadLettersStored.inc({ type: typeLabel(letter) });
  logger.error({ eventId, topic, type, reason }, "a dead letter is stored");
}
