import { authenticateWith, createTokenVerifier } from "@rentezy/identity";
import type { Lifecycle } from "@rentezy/http";
import type { Logger, Metrics } from "@rentezy/telemetry";
import type { RequestListener } from "node:http";
import { ratesOf, type Config } from "./config.js";
import type { Edge } from "./domain/target.js";
import { clientReader } from "./http/client.js";
import { createEdge } from "./http/edge.js";
import { keysReader } from "./http/keys.js";
import { createApiDocument } from "./http/openapi.js";
import { createPages } from "./http/pages.js";
import { apiPolicy, securityHeaders } from "./http/security-headers.js";
import { openSidecar, type Sidecar } from "./http/sidecar.js";
import { openSharedBuckets } from "./persistence/shared-buckets.js";
import { createAdmission } from "./use-cases/admit-request.js";
import { createRateLimiter } from "./use-cases/limit-rate.js";

/** What the process gives the app. */
export interface Platform {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
}

/** Wires the gateway: both edges below `/api/`, its own pages everywhere else. */
export function createApp(config: Config, platform: Platform): RequestListener {
  const { logger } = platform;
  const sidecars = openSidecars(config, platform);
  const edge = createEdge({
    routes: {
      edges: new Set(config.EDGES),
      appIds: new Set(config.ROUTED_APP_IDS),
      maxUrlLength: config.URL_LIMIT_CHARACTERS,
    },
    sidecars,
    admit: openAdmission(config, platform, sidecars.public),
    clientOf: clientReader(config.TRUSTED_PROXIES),
    bodyLimitBytes: config.BODY_LIMIT_BYTES,
    upstreamTimeoutMs: config.UPSTREAM_TIMEOUT_MS,
    allowedOrigins: new Set(config.ALLOWED_ORIGINS),
    securityHeaders: securityHeaders(apiPolicy),
    ...platform,
  });
  const pages = createPages({
    readiness: {
      ...(sidecars.public && { "public sidecar": sidecars.public.checkReady }),
      ...(sidecars.private && {
        "private sidecar": sidecars.private.checkReady,
      }),
    },
    apiDocument:
      sidecars.public &&
      createApiDocument({
        sidecar: sidecars.public,
        appIds: config.ROUTED_APP_IDS,
        logger,
      }),
    logger,
  });
  const isOwn = /^\/(?:$|\?|(?:docs|healthz|openapi\.json|readyz)(?:$|[/?]))/;
  return (request, response) => {
    if (isOwn.test(request.url ?? "")) pages(request, response);
    else edge(request, response);
  };
}

function openSidecars(
  config: Config,
  { lifecycle }: Platform,
): Partial<Record<Edge, Sidecar>> {
  const open = (edge: Edge, port?: number, apiToken?: string) => {
    if (!config.EDGES.includes(edge)) return {};
    if (port === undefined || apiToken === undefined)
      throw new Error(`the ${edge} edge has no sidecar`);
    const sidecar = openSidecar({
      port,
      apiToken,
      connections: config.UPSTREAM_CONNECTIONS,
      silenceMs: config.UPSTREAM_TIMEOUT_MS,
    });
    lifecycle.onClose(`${edge} sidecar`, sidecar.close);
    return { [edge]: sidecar };
  };
  return {
    ...open(
      "public",
      config.PUBLIC_DAPR_HTTP_PORT,
      config.PUBLIC_DAPR_API_TOKEN,
    ),
    ...open("private", config.DAPR_HTTP_PORT, config.DAPR_API_TOKEN),
  };
}

function openAdmission(
  config: Config,
  { logger, lifecycle }: Platform,
  publicSidecar: Sidecar | undefined,
) {
  const shared = openSharedBuckets({
    url: config.REDIS_URL,
    timeoutMs: config.REDIS_TIMEOUT_MS,
    logger,
  });
  lifecycle.onClose("shared buckets", shared.close);
  const verify = createTokenVerifier({
    issuer: config.JWT_ISSUER,
    audience: config.JWT_AUDIENCE,
    fetchKeys: keysReader(publicSidecar, config.JWKS_URL),
  });
  return createAdmission({
    limitRate: createRateLimiter({ shared, logger }),
    authenticate: authenticateWith(verify),
    ...ratesOf(config),
  });
}
