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
import { reasonOf, reasonOfIssues } from "./reason.js";

type Handle<Type extends EventType> = (
  event: Event<EventData<Type>>,
) => Promise<void>;

/** The event types that a subscription handles; other types on the topic are none of its business. */
export type Handlers = { readonly [Type in EventType]?: Handle<Type> };

/** An event that was read and whose handler did not succeed. */
export interface Failure {
  readonly eventId: string;
  readonly error: unknown;
  /** On one line, without secrets. */
  readonly reason: string;
  /** What the sidecar will be told unless somebody knows better. */
  readonly verdict: Verdict;
}

export interface EventHandling {
  readonly handlers: Handlers;
  readonly errors: ErrorTable;
  readonly logger: Logger;
}

export interface SubscriptionOptions extends EventHandling {
  readonly metrics: Metrics;
  /** Hears of failures and has the last word on what the sidecar is told. */
  readonly onFailure?: (failure: Failure) => Promise<Verdict>;
}

/** What became of an event. */
export interface Handled {
  /** `unknown` when it cannot be read, `other` when no handler wants it. */
  readonly type: string;
  readonly verdict: Verdict;
  /** Why it was not a success. */
  readonly reason?: string;
}

/**
 * Serves the deliveries of one subscription. What cannot be parsed goes to the dead letters, what
 * the domain refuses is done with, and everything else is delivered again.
 *
 * What cannot be parsed is not tried again: the next attempt would read the same bytes by the same
 * schema, and the events behind it in its partition would wait an hour for nothing.
 */
export function subscription(options: SubscriptionOptions): RequestHandler {
  return async (request, response) => {
    const { type, verdict } = await handleEvent(options, request.body);
    options.metrics.events.inc({ type, verdict });
    response.json({ status: verdict });
  };
}

type Read =
  | { readonly kind: "unreadable"; type: string; reason: string }
  | { readonly kind: "other" }
  | {
      readonly kind: "event";
      readonly type: EventType;
      readonly event: Event<EventData<EventType>>;
      readonly handle: Handle<EventType>;
    };

function readEvent(handlers: Handlers, body: unknown): Read {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) {
    const { issues } = parsed.error;
    const reason = reasonOfIssues("it is no CloudEvent of ours", issues);
    return { kind: "unreadable", type: "unknown", reason };
  }
  const { data, ...attributes } = parsed.data;
  const type = attributes.type as EventType;
  const handle = handlers[type] as Handle<EventType> | undefined;
  if (!handle) return { kind: "other" };
  const checked = eventSchemas[type].safeParse(data);
  if (!checked.success) {
    const { issues } = checked.error;
    const reason = reasonOfIssues("its data is not of its type", issues);
    return { kind: "unreadable", type, reason };
  }
  return {
    kind: "event",
    type,
    event: { ...attributes, data: checked.data },
    handle,
  };
}

/** Why an event can never be handled; undefined when it can be read. */
export function whyUnreadable(
  handlers: Handlers,
  body: unknown,
): string | undefined {
  const read = readEvent(handlers, body);
  return read.kind === "unreadable" ? read.reason : undefined;
}

/** Gives an event, as it was delivered, to its handler. Never throws. */
export async function handleEvent(
  options: EventHandling & Pick<SubscriptionOptions, "onFailure">,
  body: unknown,
): Promise<Handled> {
  const read = readEvent(options.handlers, body);
  if (read.kind === "other") return { type: "other", verdict: "SUCCESS" };
  const { type } = read;
  if (read.kind === "unreadable") {
    const { reason } = read;
    options.logger.error({ type, reason }, "dropped: cannot be read");
    return { type, verdict: "DROP", reason };
  }
  try {
    await read.handle(read.event);
    return { type, verdict: "SUCCESS" };
  } catch (error) {
    const eventId = read.event.id;
    const suggested = verdictOn(options, { eventId, type }, error);
    if (suggested === "SUCCESS") return { type, verdict: "SUCCESS" };
    const reason = reasonOf(error);
    const failure = { eventId, error, reason, verdict: suggested };
    const verdict = (await options.onFailure?.(failure)) ?? suggested;
    return { type, verdict, reason };
  }
}

function verdictOn(
  { errors, logger }: EventHandling,
  event: { readonly eventId: string; readonly type: string },
  error: unknown,
): Verdict {
  if (error instanceof DomainError) {
    const verdict = errors[error.code]?.verdict ?? "SUCCESS";
    logger.warn({ ...event, code: error.code, verdict }, error.message);
    return verdict;
  }
  logger.error({ ...event, err: error }, "will be delivered again");
  return "RETRY";
}
