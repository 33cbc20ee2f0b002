import { DomainError, type ErrorTable } from "@rentezy/contracts";

/** Everything that the edge itself refuses, or says in the place of a sidecar. */
export const gatewayErrors = {
  "REQUEST.MALFORMED": { status: 400, title: "This is not valid HTTP" },
  "REQUEST.MALFORMED_PATH": { status: 400, title: "The path is not valid" },
  "REQUEST.REFUSED": { status: 400, title: "The request was refused" },
  "AUTH.TOKEN_REQUIRED": { status: 401, title: "Sign in first" },
  "AUTH.TOKEN_INVALID": { status: 401, title: "The access token is not valid" },
  "ACCESS.DENIED": { status: 403, title: "This is not open to you" },
  "REQUEST.NOT_FOUND": { status: 404, title: "There is nothing at this path" },
  "REQUEST.METHOD_NOT_ALLOWED": {
    status: 405,
    title: "The method is not allowed here",
  },
  "REQUEST.TIMEOUT": { status: 408, title: "The request took too long" },
  "REQUEST.TOO_LARGE": { status: 413, title: "The body is too large" },
  "REQUEST.URL_TOO_LONG": { status: 414, title: "The URL is too long" },
  "RATE.LIMITED": { status: 429, title: "Too many requests" },
  "REQUEST.HEADERS_TOO_LARGE": {
    status: 431,
    title: "The headers are too large",
  },
  "UPSTREAM.UNAVAILABLE": {
    status: 503,
    title: "The service is not available at the moment",
  },
  "UPSTREAM.TIMEOUT": {
    status: 504,
    title: "The service did not answer in time",
  },
} as const satisfies ErrorTable;

export type GatewayErrorCode = keyof typeof gatewayErrors;

/** A DomainError whose code the gateway's table holds. */
export function refusal(
  code: GatewayErrorCode,
  message: string,
  retryAfterSeconds?: number,
): DomainError {
  return new DomainError(code, message, retryAfterSeconds);
}
