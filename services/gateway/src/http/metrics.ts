import type { Metrics } from "@rentezy/telemetry";
import express, { type Express } from "express";

/** Serves the process's metrics, on a listener of its own that clients cannot reach. */
export function metricsApp({ registry }: Metrics): Express {
  const app = express();
  app.disable("x-powered-by");
  app.get("/metrics", async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return app;
}
