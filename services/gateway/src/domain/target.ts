import { refusal } from "./errors.js";

/** The two ways in: for everyone, and for those with an access token. */
export const edges = ["public", "private"] as const;
export type Edge = (typeof edges)[number];

/** The methods that are passed on; a page of an allowed origin may use each of them. */
export const METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
]);

/** What this replica serves. */
export interface Routes {
  readonly edges: ReadonlySet<Edge>;
  /** The app-ids that may be called through an edge. */
  readonly appIds: ReadonlySet<string>;
  /** Longest request target, in characters. */
  readonly maxUrlLength: number;
}

/** Where a request goes. */
export interface Target {
  readonly edge: Edge;
  readonly appId: string;
  /** Path and query at the sidecar. */
  readonly path: string;
}

/** Segments of unreserved characters that no decoding changes: nearly every request. */
const PLAIN_PATH = /^\/(?:[\w~-][\w.~-]*\/)*(?:[\w~-][\w.~-]*)?$/;

/** The characters of a path by RFC 3986, percent-encoded octets among them. */
const PATH_CHARACTERS = /^(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})+$/i;

/**
 * What a path may not hold even encoded: separators, controls, `%`, for decoders that run twice, and
 * `?` and `#`, where sidecars, which decode before they look, would see the path end.
 */
const SMUGGLED = /[/\\%?#\u0000-\u001f\u007f]/;

/** `.` and `..`, also with the parameters that some servers cut off. */
const DOT_SEGMENT = /^\.{1,2}(?:;|$)/;

/** Visible ASCII without `#`, which has no place in a request target. */
const QUERY_CHARACTERS = /^[!"$-~]*$/;

const EDGE_PATH = /^\/api\/(public\/)?([^/]+)\/(.+)$/;

const malformed = (why: string) => refusal("REQUEST.MALFORMED_PATH", why);

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw malformed("The path holds bytes that are not UTF-8.");
  }
}

/**
 * Refuses a path that two readers could take for two different ones. The sidecars and the callee
 * each decode and clean paths in their own way; a path that passes means one thing to all of them.
 *
 * @throws DomainError `REQUEST.MALFORMED_PATH`.
 */
export function checkPath(path: string): void {
  if (PLAIN_PATH.test(path)) return;
  if (!path.startsWith("/") || !PATH_CHARACTERS.test(path)) {
    throw malformed("The path holds characters that a path cannot hold.");
  }
  if (path.includes("//")) throw malformed("The path has an empty segment.");
  for (const segment of path.slice(1).split("/")) {
    const plain = decoded(segment);
    if (SMUGGLED.test(plain)) {
      throw malformed("The path holds an encoded separator or control.");
    }
    if (DOT_SEGMENT.test(plain)) {
      throw malformed("The path has a `.` or `..` segment.");
    }
  }
}

/**
 * Finds where a request target leads. What passes is forwarded exactly as it was checked.
 *
 * @throws DomainError `REQUEST.MALFORMED_PATH`, `REQUEST.URL_TOO_LONG` or `REQUEST.NOT_FOUND`.
 */
export function targetOf(url: string, routes: Routes): Target {
  if (url.length > routes.maxUrlLength) {
    throw refusal(
      "REQUEST.URL_TOO_LONG",
      `A URL has at most ${routes.maxUrlLength} characters.`,
    );
  }
  const at = url.indexOf("?");
  const path = at === -1 ? url : url.slice(0, at);
  const query = at === -1 ? "" : url.slice(at);
  checkPath(path);
  if (!QUERY_CHARACTERS.test(query)) {
    throw malformed("The query holds characters that are not encoded.");
  }
  const [, open, appId = "", rest = ""] = EDGE_PATH.exec(path) ?? [];
  const edge: Edge = open === undefined ? "private" : "public";
  if (!routes.edges.has(edge) || !routes.appIds.has(appId)) {
    throw refusal("REQUEST.NOT_FOUND", "No service answers at this path.");
  }
  const root = edge === "public" ? "public" : "api";
  return {
    edge,
    appId,
    path: `/v1.0/invoke/${appId}/method/${root}/${rest}${query}`,
  };
}
