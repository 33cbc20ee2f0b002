import helmet, { type HelmetOptions } from "helmet";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";

/** An API gives browsers nothing to run or frame. */
export const apiPolicy: HelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  // Pages of the platform's own site show images of the API.
  crossOriginResourcePolicy: { policy: "same-site" },
  frameguard: { action: "deny" },
  // What follows matters to documents only.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
};

/** The page of the API's documentation runs its own scripts; Swagger UI writes styles inline. */
export const docsPolicy: HelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      connectSrc: ["'self'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      imgSrc: ["'self'", "data:"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
    },
  },
};

/**
 * What helmet sets by a policy, as alternating names and values. It is the same for every request,
 * so it is asked once.
 */
export function securityHeaders(policy: HelmetOptions): string[] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet(policy)(request, response, () => undefined);
  return Object.entries(response.getHeaders()).flatMap(([name, value]) => [
    name,
    String(value),
  ]);
}
