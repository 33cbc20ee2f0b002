import {
  DomainError,
  envelope,
  eventSchemas,
  type ErrorTable,
  type Event,
  type EventData,
  type EventType,
  type Verdict,
} from "@rentezy/contracts";
import type { Logger, Metrics } from "@rentezy/telemetry";
import type { RequestHandler } from "express";

type Handle<Type extends EventType> = (
  event: Event<EventData<Type>>,
) => Promise<void>;

/** The event types that a subscription handles; other types on the topic are none of its business. */
export type Handlers = { readonly [Type in EventType]?: Handle<Type> };

export interface SubscriptionOptions {
  readonly handlers: Handlers;
  readonly errors: ErrorTable;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Serves the deliveries of one subscription. What cannot be parsed goes to the dead letters, what
 * the domain refuses is done with, and everything else is delivered again.
 */
export function subscription(options: SubscriptionOptions): RequestHandler {
  return async (request, response) => {
    const { type, verdict } = await receive(options, request.body);
    options.metrics.events.inc({ type, verdict });
    response.json({ status: verdict });
  };
}

async function receive(
  { handlers, errors, logger }: SubscriptionOptions,
  body: unknown,
): Promise<{ type: string; verdict: Verdict }> {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) {
    logger.error(
      { issues: parsed.error.issues },
      "dropped: not a CloudEvent of ours",
    );
    return { type: "unknown", verdict: "DROP" };
  }
  const { data, ...attributes } = parsed.data;
  const type = attributes.type as EventType;
  const handle = handlers[type] as Handle<EventType> | undefined;
  if (!handle) return { type: "other", verdict: "SUCCESS" };
  const checked = eventSchemas[type].safeParse(data);
  const event = { eventId: attributes.id, type };
  if (!checked.success) {
    logger.error(
      { ...event, issues: checked.error.issues },
      "dropped: data is not of its type",
    );
    return { type, verdict: "DROP" };
  }
  try {
    await handle({ ...attributes, data: checked.data });
    return { type, verdict: "SUCCESS" };
  } catch (error) {
    if (error instanceof DomainError) {
      const verdict = errors[error.code]?.verdict ?? "SUCCESS";
      logger.warn({ ...event, code: error.code, verdict }, error.message);
      return { type, verdict };
    }
    logger.error({ ...event, err: error }, "will be delivered again");
    return { type, verdict: "RETRY" };
  }
}
