import type { RequestHandler } from "express";
import type { Logger } from "pino";

/** One line a request: never a body, a query or a header that came with it. */
export function logRequests(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const startedMs = performance.now();
    const { method, path } = req;
    res.once("close", () => {
      logger.info(
        {
          method,
          path,
          status: res.writableFinished ? res.statusCode : null,
          requestId: res.get("Request-Id"),
          durationMs: Math.round(performance.now() - startedMs),
        },
        "request",
      );
    });
    next();
  };
}
