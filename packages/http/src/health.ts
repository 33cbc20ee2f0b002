import type { Metrics } from "@rentezy/telemetry";
import { Router, type RequestHandler } from "express";
import pTimeout from "p-timeout";

/** How long a dependency may take to answer, in milliseconds: who asks for health waits no longer. */
const CHECK_MS = 2_000;

/** A dependency without which the app cannot serve: resolves when it answers, else throws. */
export type ReadinessCheck = () => Promise<void>;

/**
 * `/healthz` says that the process lives, `/readyz` that it can serve, `/metrics` what it did
 * (left out where no metrics are given). The orchestrator asks these directly, so they need no
 * token; they tell names, not details.
 */
export function healthRoutes(
  checks: Readonly<Record<string, ReadinessCheck>>,
  metrics?: Metrics,
): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.json({ status: "alive" });
  });
  router.get("/readyz", async (_request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const ok = await passes(check);
        return [name, ok ? "ok" : "failing"] as const;
      }),
    );
    const ready = results.every(([, result]) => result === "ok");
    response.status(ready ? 200 : 503).json({
      status: ready ? "ready" : "not ready",
      checks: Object.fromEntries(results),
    });
  });
  if (metrics) router.get("/metrics", metricsRoute(metrics));
  return router;
}

const passes = (check: ReadinessCheck): Promise<boolean> =>
  pTimeout(check(), { milliseconds: CHECK_MS }).then(
    () => true,
    () => false,
  );

/** Answers with the metrics in Prometheus' text format. */
export function metricsRoute({ registry }: Metrics): RequestHandler {
  return async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  };
}
