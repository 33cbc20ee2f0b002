import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

/** What follows one request or event through the code that serves it. */
export interface Context {
  readonly requestId: string;
  /** W3C Trace Context, passed on with every call and event that this work makes. */
  readonly traceparent: string;
}

const storage = new AsyncLocalStorage<Context>();

const TRACEPARENT =
  /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Runs `work` so that logs, calls and events made inside carry `context`. */
export function runInContext<Result>(
  context: Context,
  work: () => Result,
): Result {
  return storage.run(context, work);
}

/** The context of the work under way, if any. */
export function currentContext(): Context | undefined {
  return storage.getStore();
}

/**
 * Continues the caller's trace as a new span, or starts a trace where the header is absent or not
 * a valid W3C `traceparent`.
 */
export function continueTrace(header: string | undefined): string {
  const span = randomBytes(8).toString("hex");
  if (header === undefined || !TRACEPARENT.test(header)) {
    return `00-${randomBytes(16).toString("hex")}-${span}-00`;
  }
  return `${header.slice(0, 36)}${span}${header.slice(52)}`;
}

/** The trace id inside a `traceparent`. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}
