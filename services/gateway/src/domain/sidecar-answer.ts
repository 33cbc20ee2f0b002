import { refusal } from "./errors.js";
import type { DomainError } from "@rentezy/contracts";

/** How gRPC and Go say that time ran out, in the text of a sidecar's 500. */
const OUT_OF_TIME = /deadline ?exceeded|timed? ?out/i;

/** After this long a callee that restarts may be back, in seconds. */
const RETRY_AFTER_SECONDS = 1;

/** A service that cannot be reached. */
export const unavailable = (): DomainError =>
  refusal(
    "UPSTREAM.UNAVAILABLE",
    "It may be restarting: try again.",
    RETRY_AFTER_SECONDS,
  );

/** A service that was reached and said nothing. */
export const timedOut = (): DomainError =>
  refusal("UPSTREAM.TIMEOUT", "It is not known whether the work was done.");

/** The answer of services is always a problem; an error in any other form comes from a sidecar. */
export function isFromService(contentType: string | undefined): boolean {
  return contentType?.startsWith("application/problem+json") ?? false;
}

/**
 * What stands for an error of a sidecar. Its own text names hosts, ports and app-ids, so nothing
 * of it reaches the client.
 */
export function sidecarRefusal(
  status: number,
  text: string,
  sentAuthorization: boolean,
): DomainError {
  switch (status) {
    case 401:
      return sentAuthorization
        ? refusal("AUTH.TOKEN_INVALID", "Sign in again for a new access token.")
        : refusal(
            "AUTH.TOKEN_REQUIRED",
            "Send `Authorization: Bearer <access token>`.",
          );
    case 403:
      return refusal("ACCESS.DENIED", "This operation is not open here.");
    case 404:
      return refusal("REQUEST.NOT_FOUND", "No operation answers at this path.");
    case 405:
      return refusal("REQUEST.METHOD_NOT_ALLOWED", "Try another method.");
    case 408:
    case 504:
      return timedOut();
    case 413:
      return refusal("REQUEST.TOO_LARGE", "Send a smaller body.");
    case 429:
      return unavailable();
    default:
      if (status < 500)
        return refusal("REQUEST.REFUSED", "The request cannot be passed on.");
      return OUT_OF_TIME.test(text) ? timedOut() : unavailable();
  }
}
