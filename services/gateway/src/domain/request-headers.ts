/** A request's headers as Node gives them: names in lower case, one reading of duplicates. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What the edge itself says of a request, in the place of anything the client said. */
export interface Provenance {
  readonly requestId: string;
  readonly traceparent: string;
  /** True when `traceparent` continues the client's own trace. */
  readonly continued: boolean;
  readonly clientAddress: string;
  readonly protocol: string;
  readonly host: string;
}

/**
 * Never forwarded: of one connection only (RFC 9110, 7.6.1), made anew by the edge, or able to
 * make the callee see another request than the one that was checked.
 */
const WITHHELD = new Set([
  "connection",
  "content-length",
  "expect",
  "forwarded",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "traceparent",
  "tracestate",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
  "x-original-url",
  "x-real-ip",
  "x-request-id",
  "x-rewrite-url",
]);

/** Families in which Dapr, gRPC and proxies talk among themselves. */
const WITHHELD_FAMILY = /^(?:x-)?dapr[-_]|^grpc-|^x-forwarded-/;

/** The headers that `connection` names belong to the connection as well. */
function namedByConnection(connection: Headers[string]): ReadonlySet<string> {
  if (connection === undefined || connection === "keep-alive") return new Set();
  const names = String(connection).toLowerCase().split(",");
  return new Set(names.map((name) => name.trim()));
}

/** The headers that go to the sidecar, as alternating names and values. */
export function requestHeaders(
  given: Headers,
  { requestId, traceparent, continued, ...client }: Provenance,
  apiToken: string,
): string[] {
  const ofConnection = namedByConnection(given["connection"]);
  const headers = [
    "dapr-api-token",
    apiToken,
    "x-request-id",
    requestId,
    "traceparent",
    traceparent,
    "x-forwarded-for",
    client.clientAddress,
    "x-forwarded-proto",
    client.protocol,
    "x-forwarded-host",
    client.host,
  ];
  for (const [name, value] of Object.entries(given)) {
    if (WITHHELD.has(name) || WITHHELD_FAMILY.test(name)) continue;
    if (value === undefined || ofConnection.has(name)) continue;
    headers.push(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const tracestate = given["tracestate"];
  if (continued && typeof tracestate === "string") {
    headers.push("tracestate", tracestate);
  }
  return headers;
}
