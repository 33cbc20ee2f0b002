import { AsyncLocalStorage } from "node:async_hooks";
import { randomFillSync } from "node:crypto";

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

const random = Buffer.alloc(4_096);
let used = random.length;

/** So many random bytes in hex, drawn in bulk: one draw per id was 3 % of a request. */
function randomHex(bytes: number): string {
  if (used + bytes > random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += bytes;
  return random.toString("hex", used - bytes, used);
}

/**
 * Continues the caller's trace as a new span, or starts a trace where the header is absent or not
 * a valid W3C `traceparent`.
 */
export function continueTrace(header: string | undefined): string {
  const span = randomHex(8);
  if (header === undefined || !TRACEPARENT.test(header)) {
    return `00-${randomHex(16)}-${span}-00`;
  }
  return `${header.slice(0, 36)}${span}${header.slice(52)}`;
}

/** The trace id inside a `traceparent`. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}
