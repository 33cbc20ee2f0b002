import { format } from "node:util";
import { pino, type Logger } from "pino";
import { currentContext, traceIdOf } from "./context.js";

export type { Logger } from "pino";

/** Never in a log line, wherever in the logged object they stand. */
const SECRET_FIELDS = [
  "password",
  "newPassword",
  "token",
  "accessToken",
  "refreshToken",
  "authorization",
  "cookie",
  "secret",
  "card",
  "cvc",
];

/**
 * A JSON logger for one app. Each line made while a request or event is served carries its
 * `requestId` and `traceId`; fields that hold secrets are censored.
 */
export function createLogger(options: {
  readonly appId: string;
  readonly level: string;
}): Logger {
  return pino({
    level: options.level,
    base: { app: options.appId },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [
        field,
        `*.${field}`,
        `*.*.${field}`,
      ]),
      censor: "[redacted]",
    },
    mixin: () => {
      const context = currentContext();
      if (!context) return {};
      return {
        requestId: context.requestId,
        traceId: traceIdOf(context.traceparent),
      };
    },
  });
}

/**
 * Sends what libraries print to the console through the logger, where it is JSON like every other
 * line; their chatter is detail.
 */
export function captureConsole(logger: Logger): void {
  const detail = (...parts: unknown[]) => logger.debug(format(...parts));
  Object.assign(console, {
    log: detail,
    info: detail,
    debug: detail,
    warn: (...parts: unknown[]) => logger.warn(format(...parts)),
    error: (...parts: unknown[]) => logger.error(format(...parts)),
  });
}
