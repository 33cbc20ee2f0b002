import { timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";
import { HttpProblem } from "./problem.js";

/** Takes as long for any text of the right length; how long the token is, is no secret. */
function isSame(given: string, expected: Buffer): boolean {
  const bytes = Buffer.from(given);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

/**
 * Admits only calls that carry the token which the app shares with its own sidecar, so that
 * nothing else on the host or in the pod network can reach the app around the access lists.
 */
export function ownSidecarOnly(appToken: string): RequestHandler {
  const expected = Buffer.from(appToken);
  return (request, _response, next) => {
    const given = request.get("dapr-api-token");
    if (given === undefined || !isSame(given, expected)) {
      throw new HttpProblem(
        401,
        "DAPR.TOKEN_REQUIRED",
        "Only this app's own sidecar may call it",
      );
    }
    next();
  };
}

/**
 * Event routes take deliveries of the sidecar itself. An invocation carries its caller's app-id:
 * whoever calls an event route forges an event.
 */
export const deliveriesOnly: RequestHandler = (request, _response, next) => {
  if (request.get("dapr-caller-app-id") !== undefined) {
    throw new HttpProblem(
      403,
      "ACCESS.DENIED",
      "Events are delivered by the sidecar only",
    );
  }
  next();
};
