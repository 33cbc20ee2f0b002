import { metricsRoute } from "@rentezy/http";
import type { Metrics } from "@rentezy/telemetry";
import express, { type Express } from "express";

/** Serves the process's metrics, on a listener of its own that clients cannot reach. */
export function metricsApp(metrics: Metrics): Express {
  const app = express();
  app.disable("x-powered-by");
  app.get("/metrics", metricsRoute(metrics));
  return app;
}
