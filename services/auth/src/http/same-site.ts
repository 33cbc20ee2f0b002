import { DomainError } from "@rentezy/contracts";
import type { Request } from "express";

/** What a browser says of the page that makes a request; pages cannot forge these headers. */
interface Provenance {
  readonly origin?: string | undefined;
  readonly fetchSite?: string | undefined;
}

/**
 * True when a page of another site makes the request. Programs send neither header, and no page
 * can make a browser leave both out of a POST.
 */
export function isFromAnotherSite(
  { origin, fetchSite }: Provenance,
  allowedOrigins: ReadonlySet<string>,
): boolean {
  if (fetchSite === "cross-site") return true;
  if (fetchSite === "same-origin") return false;
  return origin !== undefined && !allowedOrigins.has(origin);
}

/**
 * Keeps pages of other sites away from sessions: the second guard behind SameSite=Strict, which
 * holds where a browser does not know it or a sibling subdomain is somebody else's.
 *
 * @throws DomainError `AUTH.CROSS_SITE`.
 */
export function refuseOtherSites(
  request: Request,
  allowedOrigins: ReadonlySet<string>,
): void {
  const provenance = {
    origin: request.get("origin"),
    fetchSite: request.get("sec-fetch-site"),
  };
  if (!isFromAnotherSite(provenance, allowedOrigins)) return;
  throw new DomainError(
    "AUTH.CROSS_SITE",
    "Only pages of this site may use its sessions.",
  );
}
