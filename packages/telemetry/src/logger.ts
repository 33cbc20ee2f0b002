import { format } from "node:util";
import {
  pino,
  stdSerializers,
  type DestinationStream,
  type Logger,
  type LoggerOptions,
} from "pino";
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
 * Of an error what says where it comes from. Its other fields are left out: those of a failed statement hold what was
 * to be written, a password's hash among it.
 */
function ofError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { type, message, stack, code } = stdSerializers.err(error);
  return {
    type,
    message,
    stack,
    ...(code !== undefined && { code: code as unknown }),
  };
}

/**
 * A JSON logger for one app. Each line made while a request or event is served carries its
 * `requestId` and `traceId`; fields that hold secrets are censored.
 *
 * @param to where the lines go; the standard output by default.
 */
export function createLogger(
  options: { readonly appId: string; readonly level: string },
  to?: DestinationStream,
): Logger {
  const settings: LoggerOptions = {
    level: options.level,
    base: { app: options.appId },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: ofError },
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
  };
  return to ? pino(settings, to) : pino(settings);
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
